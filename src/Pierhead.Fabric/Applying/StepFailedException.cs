namespace Pierhead.Fabric.Applying;

/// <summary>A step of applying failed; the message says what and why, for an operator.</summary>
public sealed class StepFailedException : Exception
{
    public StepFailedException()
    {
    }

    public StepFailedException(string message)
        : base(message)
    {
    }

    public StepFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
