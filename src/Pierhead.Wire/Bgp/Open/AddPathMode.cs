namespace Pierhead.Wire.Bgp.Open;

/// <summary>What a speaker offers for a family (RFC 7911 section 4).</summary>
[Flags]
public enum AddPathMode : byte
{
    None = 0,
    Receive = 1,
    Send = 2,
    Both = Receive | Send,
}
