using System.Diagnostics;
using Xunit;

namespace Pierhead.Wire.Tests.Mrt;

/// <summary>Runs <c>bgpdump -m</c>, another implementation, over files that Pierhead wrote.</summary>
internal static class BgpDump
{
    private const string Program = "/usr/bin/bgpdump";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Skips the running test, with the reason, where the program is not installed.</summary>
    public static void Require() => Assert.SkipUnless(File.Exists(Program), $"{Program} is missing: install the Debian package bgpdump");

    /// <summary>What it prints of a file, line by line.</summary>
    public static string[] Lines(byte[] mrt)
    {
        Require();
        var folder = Directory.CreateTempSubdirectory("pierhead-mrt-");
        try
        {
            var (input, output) = (Path.Combine(folder.FullName, "in.mrt"), Path.Combine(folder.FullName, "out.txt"));
            File.WriteAllBytes(input, mrt);
            Run(input, output);
            return File.ReadAllLines(output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(string input, string output)
    {
        var start = new ProcessStartInfo(Program, ["-m", "-O", output, input]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var log = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"bgpdump did not end in {Patience.TotalSeconds} s");
        }

        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"bgpdump ended with {process.ExitCode}: {log.Result}");
    }
}
