using Pierhead.Control.Yaml;
using Pierhead.Wire.Net;

namespace Pierhead.Control.Checks;

/// <summary>A device that claims source addresses. Two of the same tenant and name are one: that they are two is an error of its own.</summary>
/// <param name="NeedsPassword">Whether sessions of it would come without the password that its tenant's range asks for.</param>
internal sealed record Claimant(string Tenant, string Device, bool NeedsPassword)
{
    public bool IsSameAs(Claimant other) => Tenant == other.Tenant && Device == other.Device;
}

/// <summary>An address or exporter of a device, where it is written.</summary>
internal sealed record AddressClaim(Ip Address, Claimant By, Node At, bool IsExporter);

/// <summary>An accept entry's range, where it is written.</summary>
internal sealed record RangeClaim(IpPrefix Range, string Tenant, bool HasPassword, Node At);

/// <summary>
/// The source addresses of all tenants: each belongs to one device or one range, or a stranger could be taken for another tenant's
/// router. In time n log n: 10,000 devices and as many ranges are common.
/// </summary>
internal sealed class SourceClaims(Report report)
{
    private readonly Dictionary<Ip, AddressClaim> _addresses = [];
    private readonly List<AddressClaim> _exporters = [];
    private readonly List<RangeClaim> _ranges = [];

    /// <summary>Takes a session's address at once, an exporter once all of those are known: the exporter is the one to be corrected.</summary>
    public void Add(AddressClaim claim)
    {
        if (claim.IsExporter)
        {
            _exporters.Add(claim);
        }
        else
        {
            Take(claim);
        }
    }

    public void Add(RangeClaim claim) => _ranges.Add(claim);

    /// <summary>Checks ranges against each other and addresses against ranges, after all were added.</summary>
    public void Settle()
    {
        _exporters.ForEach(Take);
        var nested = Nest();
        foreach (var claim in _addresses.Values)
        {
            CheckAgainst(nested, claim);
        }
    }

    private void Take(AddressClaim claim)
    {
        if (_addresses.TryAdd(claim.Address, claim) || _addresses[claim.Address] is not { } first || first.By.IsSameAs(claim.By))
        {
            return;
        }

        report.Error(
            claim.At,
            $"{claim.Address} is claimed already, by device {Shown.Name(first.By.Device)} of tenant {Shown.Name(first.By.Tenant)} ({first.At.Place})");
    }

    /// <summary>
    /// Sorts the ranges so that each follows the ones that cover it, and links it to the nearest of them: prefixes either nest or
    /// are apart.
    /// </summary>
    private List<(RangeClaim Range, int Parent)> Nest()
    {
        _ranges.Sort((a, b) => a.Range.CompareTo(b.Range) is var byRange and not 0 ? byRange : ByPlace(a.At, b.At));
        var nested = new List<(RangeClaim Range, int Parent)>(_ranges.Count);
        var open = new Stack<int>();
        foreach (var range in _ranges)
        {
            while (open.TryPeek(out var top) && !nested[top].Range.Range.Covers(range.Range))
            {
                open.Pop();
            }

            var parent = open.TryPeek(out var nearest) ? nearest : -1;
            if (parent >= 0 && !MayNest(nested[parent].Range, range))
            {
                continue;
            }

            open.Push(nested.Count);
            nested.Add((range, parent));
        }

        return nested;
    }

    /// <returns>False for a range that is there already.</returns>
    private bool MayNest(RangeClaim outer, RangeClaim inner)
    {
        var (later, earlier) = ByPlace(outer.At, inner.At) > 0 ? (outer, inner) : (inner, outer);
        if (outer.Range == inner.Range)
        {
            // The same tenant in two files is one mistake, reported by its name.
            if (outer.Tenant != inner.Tenant || outer.At.File == inner.At.File)
            {
                report.Error(later.At, $"the range {later.Range} is claimed already, by tenant {Shown.Name(earlier.Tenant)} ({earlier.At.Place})");
            }

            return false;
        }

        if (outer.Tenant != inner.Tenant)
        {
            report.Error(
                later.At,
                $"the range {later.Range} overlaps {earlier.Range} of tenant {Shown.Name(earlier.Tenant)} ({earlier.At.Place})");
        }

        return true;
    }

    private void CheckAgainst(List<(RangeClaim Range, int Parent)> nested, AddressClaim claim)
    {
        RangeClaim? foreign = null;
        for (var at = LastNotAfter(nested, claim.Address); at >= 0; at = nested[at].Parent)
        {
            var range = nested[at].Range;
            if (!range.Range.Contains(claim.Address))
            {
                continue;
            }

            if (range.Tenant == claim.By.Tenant)
            {
                // Ranges of others around it overlap this one, which is reported.
                if (range.HasPassword && claim.By.NeedsPassword && !claim.IsExporter)
                {
                    report.Error(
                        claim.At,
                        $"{claim.Address} is in the range {range.Range} ({range.At.Place}), which has a password: device {Shown.Name(claim.By.Device)} needs one too");
                }

                return;
            }

            foreign ??= range;
        }

        if (foreign is not null)
        {
            report.Error(claim.At, $"{claim.Address} is in the range {foreign.Range} of tenant {Shown.Name(foreign.Tenant)} ({foreign.At.Place})");
        }
    }

    /// <summary>The last range that begins at or before the address: it, or one that covers it, holds the address if any does.</summary>
    private static int LastNotAfter(List<(RangeClaim Range, int Parent)> nested, Ip address)
    {
        var (low, high) = (0, nested.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = nested[middle].Range.Range.Address <= address ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private static int ByPlace(Node a, Node b) =>
        string.CompareOrdinal(a.File, b.File) is var byFile and not 0 ? byFile : a.Line.CompareTo(b.Line);
}
