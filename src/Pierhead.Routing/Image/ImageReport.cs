namespace Pierhead.Routing.Image;

/// <summary>What writing or reading an image came to.</summary>
/// <param name="Refusal">Why it was not read, or null: then nothing of it is in the tables.</param>
/// <param name="Tables">Tables written, or restored.</param>
/// <param name="Paths">Their paths.</param>
/// <param name="Skipped">Tables that were not wanted.</param>
/// <param name="At">When its writing began; meaningless in a refusal.</param>
public readonly record struct ImageReport(string? Refusal, int Tables, long Paths, int Skipped, DateTimeOffset At)
{
    internal static ImageReport Refused(string why) => new(why, 0, 0, 0, default);
}
