using System.CommandLine;
using System.Net;
using Pierhead.Commands;
using Pierhead.Simulate;
using Pierhead.Tests.Node;
using Pierhead.Wire.Net;
using Xunit;

namespace Pierhead.Tests.Cli;

public sealed class SimulateWordsTests
{
    [Fact]
    public void Read_EveryWord_ReachesTheOptions()
    {
        var read = Read(
            "--target", "192.0.2.1:1790", "--routers", "3", "--from", "127.5.0.1", "--asn", "64501", "--hold-time", "30", "--seed", "9",
            "--asn-csv", "asn.csv", "--prefixes", "p.txt", "--ipv4", "10", "--ipv6", "20", "--slice-ipv4", "5", "--slice-ipv6", "6", "--overlap", "0.5",
            "--next-hops", "4", "--reflected", "--churn", "7", "--flap", "60", "--withdraw", "0.25", "--password", "env:KEY", "--extended-messages",
            "--no-reconnect", "--mrt", "updates.gz", "--peer", "192.0.2.9", "--pace", "2");

        var expected = new SimulateOptions
        {
            Target = IPEndPoint.Parse("192.0.2.1:1790"),
            Routers = 3,
            FirstLocalAddress = IPAddress.Parse("127.5.0.1"),
            Asn = new Asn(64501),
            HoldTime = TimeSpan.FromSeconds(30),
            Seed = 9,
            AsnCsv = "asn.csv",
            PrefixFiles = read.PrefixFiles,
            IPv4Count = 10,
            IPv6Count = 20,
            SliceIPv4 = 5,
            SliceIPv6 = 6,
            Overlap = 0.5,
            NextHops = 4,
            Reflected = true,
            ChurnPerSecond = 7,
            FlapInterval = TimeSpan.FromSeconds(60),
            WithdrawShare = 0.25,
            Md5Key = read.Md5Key,
            ExtendedMessages = true,
            Reconnect = false,
            MrtFile = "updates.gz",
            MrtPeer = Ip.FromV4(0xC0000209),
            Pace = 2,
        };
        Assert.Equal(expected, read);
        Assert.Equal(["p.txt"], read.PrefixFiles);
        Assert.Equal("hidden"u8, read.Md5Key!.Reveal());
    }

    [Fact]
    public async Task Simulate_RecordingThatIsNotThere_ExitsOneAndNamesIt()
    {
        using var simulate = ServeProcess.Start("simulate", "--target", "127.0.0.1:1", "--mrt", "/nonexistent/updates.gz");

        Assert.Equal(1, await simulate.ExitAsync());
        Assert.StartsWith("pierhead simulate: ", simulate.Error, StringComparison.Ordinal);
        Assert.Contains("/nonexistent/updates.gz", simulate.Error, StringComparison.Ordinal);
    }

    private static SimulateOptions Read(params string[] words)
    {
        var simulate = new SimulateWords();
        var command = new Command("simulate");
        simulate.AddTo(command);
        var parsed = command.Parse(words);
        Assert.Empty(parsed.Errors);
        return simulate.Read(parsed, name => name == "KEY" ? "hidden" : null);
    }
}
