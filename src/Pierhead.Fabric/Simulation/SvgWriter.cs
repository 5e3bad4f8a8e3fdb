using System.Globalization;
using System.Text;

namespace Pierhead.Fabric.Simulation;

/// <summary>Writes an SVG drawing (W3C SVG 1.1): elements one a line, numbers with one decimal. Not thread-safe.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _text = new();

    /// <param name="width">In pixels, as <paramref name="height"/>; the drawing scales.</param>
    /// <param name="title">What a screen reader says.</param>
    /// <param name="style">CSS for the classes of the elements.</param>
    public SvgWriter(int width, int height, string title, string style)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n");
        _text.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title>\n<style>\n{style.Trim()}\n</style>\n");
    }

    public void Rectangle(string @class, double x, double y, double width, double height, string? tip = null)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<rect class=\"{@class}\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\"");
        _text.Append(tip is null ? "/>\n" : $"><title>{Escape(tip)}</title></rect>\n");
    }

    public void Line(string @class, double x1, double y1, double x2, double y2) =>
        _text.Append(CultureInfo.InvariantCulture, $"<line class=\"{@class}\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>\n");

    public void Text(string @class, double x, double y, string text) =>
        _text.Append(CultureInfo.InvariantCulture, $"<text class=\"{@class}\" x=\"{x:0.#}\" y=\"{y:0.#}\">{Escape(text)}</text>\n");

    /// <summary>The whole drawing.</summary>
    public string Finish() => _text.Append("</svg>\n").ToString();

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
