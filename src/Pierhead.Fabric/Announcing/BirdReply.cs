using System.Globalization;

namespace Pierhead.Fabric.Announcing;

/// <summary>
/// A reply of BIRD's control socket: lines of a code of four digits, <c>-</c> where more follow and a space in the last; a line that begins with a
/// space goes on with the code before.
/// </summary>
/// <param name="Code">That of the last line: below 8000 it was done, from 8000 on it was not, from 9000 on it was not understood.</param>
public sealed record BirdReply(int Code, string Text)
{
    private const int FirstError = 8000;

    public bool Succeeded => Code < FirstError;

    /// <summary>Reads one reply.</summary>
    /// <exception cref="IOException">It ends in the middle, or is none.</exception>
    public static async Task<BirdReply> ReadAsync(TextReader reader, CancellationToken cancel)
    {
        var text = new List<string>();
        while (true)
        {
            var line = await reader.ReadLineAsync(cancel) ?? throw new IOException("BIRD closed its control socket in the middle of a reply");
            if (line.StartsWith(' '))
            {
                text.Add(line[1..]);
                continue;
            }

            if (line.Length < 5 || !int.TryParse(line.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var code) || line[4] is not (' ' or '-'))
            {
                throw new IOException($"BIRD's control socket said \"{line}\", which is no reply");
            }

            text.Add(line[5..]);
            if (line[4] == ' ')
            {
                return new BirdReply(code, string.Join("; ", text));
            }
        }
    }
}
