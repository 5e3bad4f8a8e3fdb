using Pierhead.Fuzz.Targets;

namespace Pierhead.Fuzz;

/// <summary>All targets, one for each decoder.</summary>
internal static class FuzzTargets
{
    public static readonly IReadOnlyList<FuzzTarget> All =
    [
        new FramerTarget(),
        new OpenTarget(),
        new UpdateTarget(),
        new AttributesTarget(),
        new NotificationTarget(),
        new RouteRefreshTarget(),
        new NlriTarget(),
        new FlowspecTarget(),
        new TextTarget(),
        new MrtTarget(),
        new TableTarget(),
    ];

    /// <exception cref="ArgumentException">There is no such target.</exception>
    public static FuzzTarget Get(string name) => All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"there is no target '{name}'; there are {string.Join(", ", All.Select(target => target.Name))}");
}
