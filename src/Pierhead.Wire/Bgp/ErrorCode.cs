namespace Pierhead.Wire.Bgp;

/// <summary>NOTIFICATION error codes (RFC 4271 section 4.5, RFC 7313, RFC 9687).</summary>
public static class ErrorCode
{
    public const byte MessageHeader = 1;
    public const byte Open = 2;
    public const byte Update = 3;
    public const byte HoldTimerExpired = 4;
    public const byte FiniteStateMachine = 5;
    public const byte Cease = 6;
    public const byte RouteRefresh = 7;
    public const byte SendHoldTimerExpired = 8;
}

/// <summary>Subcodes of a Message Header Error (RFC 4271 section 6.1).</summary>
public static class HeaderError
{
    public const byte ConnectionNotSynchronized = 1;
    public const byte BadMessageLength = 2;
    public const byte BadMessageType = 3;
}

/// <summary>Subcodes of an OPEN Message Error (RFC 4271 section 6.2, RFC 5492, RFC 9234).</summary>
public static class OpenError
{
    public const byte Unspecific = 0;
    public const byte UnsupportedVersionNumber = 1;
    public const byte BadPeerAs = 2;
    public const byte BadBgpIdentifier = 3;
    public const byte UnsupportedOptionalParameter = 4;
    public const byte UnacceptableHoldTime = 6;
    public const byte UnsupportedCapability = 7;
    public const byte RoleMismatch = 11;
}

/// <summary>Subcodes of an UPDATE Message Error (RFC 4271 section 6.3).</summary>
public static class UpdateError
{
    public const byte MalformedAttributeList = 1;
    public const byte UnrecognizedWellKnownAttribute = 2;
    public const byte MissingWellKnownAttribute = 3;
    public const byte AttributeFlagsError = 4;
    public const byte AttributeLengthError = 5;
    public const byte InvalidOriginAttribute = 6;
    public const byte InvalidNextHopAttribute = 8;
    public const byte OptionalAttributeError = 9;
    public const byte InvalidNetworkField = 10;
    public const byte MalformedAsPath = 11;
}

/// <summary>Subcodes of Cease (RFC 4486, RFC 8538, RFC 9384).</summary>
public static class CeaseError
{
    public const byte MaximumNumberOfPrefixesReached = 1;
    public const byte AdministrativeShutdown = 2;
    public const byte PeerDeconfigured = 3;
    public const byte AdministrativeReset = 4;
    public const byte ConnectionRejected = 5;
    public const byte OtherConfigurationChange = 6;
    public const byte ConnectionCollisionResolution = 7;
    public const byte OutOfResources = 8;
    public const byte HardReset = 9;
    public const byte BfdDown = 10;
}

/// <summary>Subcodes of a Finite State Machine Error (RFC 6608).</summary>
public static class FsmError
{
    public const byte Unspecified = 0;
    public const byte UnexpectedMessageInOpenSent = 1;
    public const byte UnexpectedMessageInOpenConfirm = 2;
    public const byte UnexpectedMessageInEstablished = 3;
}
