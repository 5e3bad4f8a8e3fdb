namespace Pierhead.Fabric.Simulation;

/// <summary>What addresses routers have that the tree does not name.</summary>
public enum Addressing
{
    /// <summary>By plans as networks have them: <see cref="StructuredAddresses"/>.</summary>
    Structured,

    /// <summary>Anywhere: what a hash would like best.</summary>
    Random,
}
