using Pierhead.Routing.Reclaiming;
using Pierhead.Wire.Bgp;

namespace Pierhead.Routing;

/// <summary>What reclaiming asks of a table.</summary>
public sealed partial class AdjRibIn
{
    /// <summary>Keys marked with the lane shut out: less than a millisecond.</summary>
    private const uint MarksASlice = 1 << 16;

    /// <summary>
    /// Marks all that the table names, in slices between batches of its lane. Entries keep their key whatever form the table
    /// takes meanwhile, so a slice need not be looked at twice; but generations that are joined may carry entries to where the
    /// scan was already, and then it begins again.
    /// </summary>
    internal void Mark(Marks marks)
    {
        for (var index = 0; index < Families.Count; index++)
        {
            var family = (Family)index;
            var keys = _shared.Keys(family);
            var first = 1u;
            var joins = -1;
            while (first <= Math.Max(1, keys.Watermark))
            {
                using var writer = _writer.EnterScope();
                first = joins == _joins ? first : 1;
                joins = _joins;
                var held = _generations[index];
                var last = Math.Min(keys.Watermark, first + MarksASlice - 1);
                held.Fresh?.Mark(marks, marks.Keys(family), first, last);
                held.Stale?.Mark(marks, marks.Keys(family), first, last);
                first = held.IsEmpty ? uint.MaxValue : Math.Max(first, last) + 1;
            }
        }
    }
}
