namespace Pierhead.Routing.Interning;

/// <summary>
/// What routers share of a route's path attributes: the ids of its parts, each interned apart, because paths and communities repeat
/// between routers of different tenants where whole sets do not. 16 bytes.
/// </summary>
/// <param name="Path">AS_PATH, 0 where there is none.</param>
/// <param name="Communities">The three kinds of communities, 0 for none.</param>
/// <param name="Others">All other attributes, 0 for none.</param>
/// <param name="Scalars">ORIGIN, MULTI_EXIT_DISC and LOCAL_PREF.</param>
internal readonly record struct AttributeSet(uint Path, uint Communities, uint Others, uint Scalars);
