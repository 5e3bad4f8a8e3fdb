using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests;

public sealed class GobgpTests() : RouterTests(RouterKind.Gobgp);
