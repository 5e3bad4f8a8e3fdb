namespace Pierhead.Control.Fabric;

/// <summary><c>fabric.yaml</c> cannot be changed as asked; the message says why and what to do.</summary>
public sealed class FabricEditException : Exception
{
    public FabricEditException()
    {
    }

    public FabricEditException(string message)
        : base(message)
    {
    }

    public FabricEditException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
