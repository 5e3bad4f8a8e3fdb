namespace Pierhead.Fabric.Health;

/// <summary>Where a landing node stands for new sessions.</summary>
public enum HealthStanding
{
    /// <summary>It gets none.</summary>
    Out,

    /// <summary>It still announces, at a MED that sends the router elsewhere: for one look, so that others have the address before it is withdrawn.</summary>
    Leaving,

    /// <summary>It gets its share.</summary>
    In,
}
