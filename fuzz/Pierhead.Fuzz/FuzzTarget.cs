namespace Pierhead.Fuzz;

/// <summary>A decoder under fuzzing. <see cref="Run"/> throws where something that must hold does not; any exception is a find.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Its name on the command line, and of its folder of inputs.</summary>
    public abstract string Name { get; }

    /// <summary>Inputs to begin with, made by our own encoders.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    public abstract void Run(byte[] input);

    protected static void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
