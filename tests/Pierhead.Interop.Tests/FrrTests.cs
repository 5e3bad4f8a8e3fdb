using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests;

public sealed class FrrTests() : RouterTests(RouterKind.Frr);
