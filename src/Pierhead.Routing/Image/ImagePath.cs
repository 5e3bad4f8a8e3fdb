using Pierhead.Routing.Tables;

namespace Pierhead.Routing.Image;

/// <summary>A path of a table on its way into an image.</summary>
/// <param name="Key">The node's id of its key.</param>
/// <param name="Entry">What the table holds.</param>
/// <param name="Second">When it was received, in Unix time.</param>
internal readonly record struct ImagePath(uint Key, HeldEntry Entry, long Second);
