using System.Globalization;
using Pierhead.Model.Fabric;

namespace Pierhead.Control.Fabric;

/// <summary>
/// The operator's changes to <c>fabric.yaml</c>: nodes that come, drain, go; a MED. The tree is the truth: these only write it, and
/// <c>apply</c> or the daemons take it from there. An edit that would not be right is not written.
/// </summary>
/// <param name="directory">The tree's.</param>
public sealed class FabricEditor(string directory)
{
    private const string Nodes = "nodes";
    private const string Balancers = "balancers";
    private const int MostBefore = 3;

    private string FilePath => Path.Combine(directory, FabricFile.Name);

    /// <summary>Adds a node.</summary>
    public FabricPlan Add(string name, IReadOnlyList<string> addresses, string link, string mac, int? weight, uint? med)
    {
        var entry = $"{{ name: {name}, addresses: [{string.Join(", ", addresses.Select(address => $"\"{address}\""))}], interface: {link}, mac: \"{mac}\""
            + (weight is null ? "" : string.Create(CultureInfo.InvariantCulture, $", weight: {weight}"))
            + (med is null ? "" : string.Create(CultureInfo.InvariantCulture, $", med: {med}")) + " }";
        return Change(text => FabricEdit.AddEntry(text, Nodes, entry), isMembership: true);
    }

    /// <summary>A node keeps its sessions and gets no new ones.</summary>
    public FabricPlan Drain(string name) => Change(text => FabricEdit.SetKey(text, Nodes, name, "drain", "true"), isMembership: true);

    public FabricPlan Undrain(string name) => Change(text => FabricEdit.DropKey(text, Nodes, name, "drain"), isMembership: true);

    /// <summary>Takes a node out: sessions that it still has are lost.</summary>
    public FabricPlan Remove(string name) => Change(text => FabricEdit.RemoveEntry(text, Nodes, name), isMembership: true);

    /// <summary>Sets the MED of a node or a balancer.</summary>
    public FabricPlan SetMed(string name, uint med)
    {
        var list = Now().BalancerNamed(name) is null ? Nodes : Balancers;
        return Change(text => FabricEdit.SetKey(text, list, name, "med", med.ToString(CultureInfo.InvariantCulture)), isMembership: false);
    }

    private FabricPlan Now() => FabricFile.Load(directory) is { Plan: { } plan }
        ? plan
        : throw new FabricEditException($"{FabricFile.Name} is not right as it stands; see `pierhead fabric check --config {directory}`");

    private FabricPlan Change(Func<string, string> edit, bool isMembership)
    {
        var now = Now();
        var text = edit(File.ReadAllText(FilePath));
        var plan = Check(text);
        if (isMembership && plan.Membership.ToString() != now.Membership.ToString())
        {
            // Where sessions are that the change places anew.
            var known = plan.Nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
            var before = new[] { now.Membership }.Concat(now.Before).Select(membership => membership.ToString()).Distinct()
                .Where(membership => membership != plan.Membership.ToString())
                .Where(membership => membership.Split(' ').Any(word => known.Contains(word.Split('=')[0]))).Take(MostBefore);
            text = FabricEdit.SetBefore(text, before);
            plan = Check(text);
        }

        var beside = $"{FilePath}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllText(beside, text);
            File.Move(beside, FilePath, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FabricEditException($"{FilePath} cannot be written: {exception.Message}", exception);
        }

        return plan;
    }

    private FabricPlan Check(string text)
    {
        var beside = $"{FabricFile.Name}.{Environment.ProcessId}.check";
        var path = Path.Combine(directory, beside);
        try
        {
            File.WriteAllText(path, text);
            var result = FabricFile.LoadBeside(Path.GetFullPath(directory), beside);
            return result.Plan ?? throw new FabricEditException($"nothing was changed, for the tree would be wrong: {string.Join("; ", result.Errors)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FabricEditException($"{path} cannot be written: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
