using Pierhead.Wire.Net;

namespace Pierhead.Model.Snapshot;

/// <summary>An interface of a device: what its flows' interface index means.</summary>
/// <param name="Index">The SNMP ifIndex; without it the interface is known by its name or address only.</param>
/// <param name="Address">The interface's own address.</param>
/// <param name="PrefixLength">Length of the subnet that <paramref name="Address"/> is in.</param>
/// <param name="Connectivity">Free word such as transit, peering, customer.</param>
/// <param name="Boundary"><c>external</c> or <c>internal</c>.</param>
public sealed record DeviceInterface(
    uint? Index,
    string? Name,
    Ip? Address,
    int? PrefixLength,
    string? Connectivity,
    string? Provider,
    string? Boundary);
