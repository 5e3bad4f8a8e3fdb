using System.Text;

namespace Pierhead.Cli;

/// <summary>A path below <c>/api/v1</c> with its query; parameters that were not given are left out.</summary>
internal sealed class ApiQuery(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _separator = '?';

    public ApiQuery With(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}
