using Pierhead.Fabric.Applying;

namespace Pierhead.Fabric.Tests.Applying;

/// <summary>A machine of files alone. It can be told at which write to fail, once, or to be cut off from then on.</summary>
internal sealed class FakeSystem : IMachineSystem
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    public string? FailsAt { get; set; }

    public bool IsCutOff { get; set; }

    public int Writes { get; private set; }

    public IEnumerable<KeyValuePair<string, string>> Files => _files.Where(file => !file.Key.StartsWith("/state/", StringComparison.Ordinal)).OrderBy(file => file.Key, StringComparer.Ordinal);

    public CommandOutcome Run(string program, IReadOnlyList<string> arguments, string? input = null) => throw new NotSupportedException();

    public string? Read(string path) => _files.GetValueOrDefault(path);

    public void Write(string path, string text, UnixFileMode mode) => Set(path, text);

    public void Set(string path, string text)
    {
        if (IsCutOff)
        {
            throw new InvalidOperationException("cut off");
        }

        if (path == FailsAt)
        {
            FailsAt = null;
            throw new StepFailedException($"{path} cannot be written: disk full");
        }

        Writes += path.StartsWith("/state/", StringComparison.Ordinal) ? 0 : 1;
        _files[path] = text;
    }

    public void Delete(string path) => _files.Remove(path);

    public bool IsRunning(int process, string program) => false;

    public bool Signal(int process, int signal) => false;

    public void Wait(TimeSpan time)
    {
    }
}
