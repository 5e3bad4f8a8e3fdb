namespace Pierhead.Fabric.DirectReturn;

/// <summary>nftables cannot be used, or refused a change; the message holds its own words.</summary>
public sealed class NftException : Exception
{
    public NftException(string message)
        : base(message)
    {
    }

    public NftException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public NftException()
    {
    }
}
