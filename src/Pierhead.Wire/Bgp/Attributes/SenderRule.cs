namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>From whom an attribute counts; from others it is discarded without looking at it.</summary>
public enum SenderRule : byte
{
    Anyone,

    /// <summary>Internal peers only (RFC 7606 sections 7.5, 7.9, 7.10).</summary>
    Internal,

    /// <summary>Speakers of two-octet AS numbers only (RFC 6793 section 4.1).</summary>
    TwoOctetAsn,
}
