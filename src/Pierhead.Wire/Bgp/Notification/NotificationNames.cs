using System.Globalization;

namespace Pierhead.Wire.Bgp.Notification;

/// <summary>Names of NOTIFICATION codes and subcodes, as IANA's registries list them.</summary>
public static class NotificationNames
{
    private static readonly string[] Codes =
    [
        "Reserved",
        "Message Header Error",
        "OPEN Message Error",
        "UPDATE Message Error",
        "Hold Timer Expired",
        "Finite State Machine Error",
        "Cease",
        "ROUTE-REFRESH Message Error",
        "Send Hold Timer Expired",
    ];

    /// <summary>Names of subcodes, by code and subcode; an empty one is not assigned or deprecated.</summary>
    private static readonly string[][] Subcodes =
    [
        [],
        ["", "Connection Not Synchronized", "Bad Message Length", "Bad Message Type"],
        [
            "", "Unsupported Version Number", "Bad Peer AS", "Bad BGP Identifier", "Unsupported Optional Parameter", "",
            "Unacceptable Hold Time", "Unsupported Capability", "", "", "", "Role Mismatch",
        ],
        [
            "", "Malformed Attribute List", "Unrecognized Well-known Attribute", "Missing Well-known Attribute",
            "Attribute Flags Error", "Attribute Length Error", "Invalid ORIGIN Attribute", "", "Invalid NEXT_HOP Attribute",
            "Optional Attribute Error", "Invalid Network Field", "Malformed AS_PATH",
        ],
        [],
        [
            "", "Receive Unexpected Message in OpenSent State", "Receive Unexpected Message in OpenConfirm State",
            "Receive Unexpected Message in Established State",
        ],
        [
            "", "Maximum Number of Prefixes Reached", "Administrative Shutdown", "Peer De-configured", "Administrative Reset",
            "Connection Rejected", "Other Configuration Change", "Connection Collision Resolution", "Out of Resources",
            "Hard Reset", "BFD Down",
        ],
        ["", "Invalid Message Length"],
        [],
    ];

    /// <summary><c>Cease / Administrative Shutdown</c>; the code alone where the subcode is 0; numbers where nothing is assigned.</summary>
    public static string Name(byte code, byte subcode)
    {
        var name = code != 0 && code < Codes.Length ? Codes[code] : $"Error {code.ToString(CultureInfo.InvariantCulture)}";
        if (subcode == 0)
        {
            return name;
        }

        var subcodes = code < Subcodes.Length ? Subcodes[code] : [];
        return subcode < subcodes.Length && subcodes[subcode].Length > 0
            ? $"{name} / {subcodes[subcode]}"
            : $"{name} / {subcode.ToString(CultureInfo.InvariantCulture)}";
    }
}
