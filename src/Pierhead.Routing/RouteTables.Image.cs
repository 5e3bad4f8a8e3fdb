using Pierhead.Model.Ids;
using Pierhead.Routing.Image;

namespace Pierhead.Routing;

/// <summary>The tables in a form that outlives the process (docs/decisions/0007-table-image.md).</summary>
public sealed partial class RouteTables
{
    /// <summary>Grows with everything that may have changed a table.</summary>
    public long Changes => _tables.Values.Sum(table => table.Changes);

    /// <summary>
    /// Writes all tables into an image. Sessions go on, and no lane waits; each path is in it as it was at some moment of the writing.
    /// Reclaiming rests meanwhile.
    /// </summary>
    /// <param name="stream">Where to; it is not flushed.</param>
    /// <param name="node">Whose tables they are.</param>
    /// <param name="at">Now: routes of sessions that are up are taken as stale from then on.</param>
    /// <param name="stop">Gives it up.</param>
    /// <exception cref="IOException">The stream does not take it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was set; what was written is no image.</exception>
    public ImageReport WriteImage(Stream stream, string node, DateTimeOffset at, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(node);
        using var rest = _reclaimer.Rest();
        using var writer = new ImageWriter(_shared, stream);
        return writer.Write(All, node, at, stop);
    }

    /// <summary>
    /// Brings tables back out of an image, all of their routes stale, before their sessions begin. The whole image is checked first; one
    /// that is damaged, of another version or of another node is refused, and then nothing of it is in the tables.
    /// </summary>
    /// <param name="stream">Where from; it is read twice, so it must seek.</param>
    /// <param name="node">Whose tables they must be.</param>
    /// <param name="isWanted">Whether a session's table is wanted, given since when it is stale.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public ImageReport ReadImage(Stream stream, string node, Func<SessionKey, DateTimeOffset, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(isWanted);
        var start = stream.Position;
        if (ImageLoader.Check(stream, node) is { } refusal)
        {
            return ImageReport.Refused(refusal);
        }

        stream.Position = start;
        using var rest = _reclaimer.Rest();
        using var loader = new ImageLoader(_shared, isWanted, Open);
        return loader.Load(stream);
    }
}
