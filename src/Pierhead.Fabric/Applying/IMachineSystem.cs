namespace Pierhead.Fabric.Applying;

/// <summary>What applying touches of the machine it runs on. Tests bring their own.</summary>
public interface IMachineSystem
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="input">Its standard input; nothing when null.</param>
    /// <exception cref="StepFailedException">It is not there, or did not end in time.</exception>
    CommandOutcome Run(string program, IReadOnlyList<string> arguments, string? input = null);

    /// <summary>The text of a file; null where there is none.</summary>
    string? Read(string path);

    /// <summary>Writes a file whole: a reader sees the old text or the new one. Makes its folder.</summary>
    void Write(string path, string text, UnixFileMode mode);

    /// <summary>Writes to a file of the kernel's (/proc/sys), in place.</summary>
    void Set(string path, string text);

    void Delete(string path);

    /// <summary>Whether a process of that number is alive and was started as that program.</summary>
    bool IsRunning(int process, string program);

    /// <summary>Sends a signal; false where there is no such process.</summary>
    bool Signal(int process, int signal);

    /// <summary>Waits a moment: for a process to come or to go.</summary>
    void Wait(TimeSpan time);
}

/// <summary>How a program ended.</summary>
public sealed record CommandOutcome(int Code, string Output, string Error)
{
    public bool Succeeded => Code == 0;

    /// <summary>What it said, on one line.</summary>
    public string Words => string.Join("; ", (Error + "\n" + Output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(5));
}
