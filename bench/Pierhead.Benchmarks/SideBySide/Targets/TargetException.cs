namespace Pierhead.Benchmarks.SideBySide.Targets;

/// <summary>A daemon that could not be measured; the message says why. The others go on.</summary>
internal sealed class TargetException(string message) : Exception(message);
