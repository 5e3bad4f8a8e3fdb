using Pierhead.Interop.Tests.Routers;

namespace Pierhead.Interop.Tests;

public sealed class BirdTests() : RouterTests(RouterKind.Bird);
