namespace Pierhead.Wire.Bgp;

/// <summary>Subcodes of a Message Header Error (RFC 4271 section 6.1).</summary>
public static class HeaderError
{
    public const byte ConnectionNotSynchronized = 1;
    public const byte BadMessageLength = 2;
    public const byte BadMessageType = 3;
}
