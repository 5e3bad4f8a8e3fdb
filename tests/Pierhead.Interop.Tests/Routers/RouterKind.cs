namespace Pierhead.Interop.Tests.Routers;

internal enum RouterKind
{
    Bird,
    Frr,
    Gobgp,
    Openbgpd,
    Exabgp,
}
