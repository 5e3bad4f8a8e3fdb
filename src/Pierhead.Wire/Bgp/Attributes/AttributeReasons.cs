namespace Pierhead.Wire.Bgp.Attributes;

/// <summary>The reasons of attribute faults, made once for each type code, so that a fault costs no allocation.</summary>
internal static class AttributeReasons
{
    private static readonly string[] Flags = Build("flags do not suit the attribute");
    private static readonly string[] Length = Build("wrong length");
    private static readonly string[] Value = Build("malformed value");
    private static readonly string[] Twice = Build("appears more than once");
    private static readonly string[] Sender = Build("not allowed from this peer, discarded");

    public static string Of(AttributeFaultKind kind, byte type) => kind switch
    {
        AttributeFaultKind.Flags => Flags[type],
        AttributeFaultKind.Length => Length[type],
        AttributeFaultKind.Value => Value[type],
        AttributeFaultKind.Duplicate => Twice[type],
        AttributeFaultKind.Sender => Sender[type],
        _ => "unrecognised well-known attribute",
    };

    private static string[] Build(string what)
    {
        var reasons = new string[256];
        for (var type = 0; type < reasons.Length; type++)
        {
            var row = AttributeTable.Row((byte)type);
            reasons[type] = row.IsKnown ? $"{row.Name}: {what}" : $"attribute: {what}";
        }

        return reasons;
    }
}

/// <summary>What is wrong with an attribute.</summary>
internal enum AttributeFaultKind : byte
{
    Flags,
    Length,
    Value,
    Duplicate,
    Sender,
    Unrecognized,
}
