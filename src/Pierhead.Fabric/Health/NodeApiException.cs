namespace Pierhead.Fabric.Health;

/// <summary>The node's API did not say what was asked; the message is a sentence for the log.</summary>
public sealed class NodeApiException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether nobody listens there: the process is gone, and its sessions with it.</summary>
    public bool IsGone { get; init; }
}
