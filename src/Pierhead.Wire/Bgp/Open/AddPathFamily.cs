namespace Pierhead.Wire.Bgp.Open;

/// <summary>A family and what is offered for it.</summary>
public readonly record struct AddPathFamily(ushort Afi, byte Safi, AddPathMode Mode);
