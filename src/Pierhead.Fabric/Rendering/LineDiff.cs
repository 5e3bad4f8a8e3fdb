namespace Pierhead.Fabric.Rendering;

/// <summary>The lines in which two texts differ, each with its sign: a longest common subsequence, for files of a few hundred lines.</summary>
public static class LineDiff
{
    public static IEnumerable<string> Of(string before, string after)
    {
        var (old, fresh) = (Lines(before), Lines(after));
        var common = new int[old.Length + 1, fresh.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = fresh.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == fresh[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var (left, right) = (0, 0);
        while (left < old.Length || right < fresh.Length)
        {
            if (left < old.Length && right < fresh.Length && old[left] == fresh[right])
            {
                (left, right) = (left + 1, right + 1);
            }
            else if (left < old.Length && (right == fresh.Length || common[left + 1, right] >= common[left, right + 1]))
            {
                yield return $"-{old[left++]}";
            }
            else
            {
                yield return $"+{fresh[right++]}";
            }
        }
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
}
