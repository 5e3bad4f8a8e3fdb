using Pierhead.Sessions.Linux;

namespace Pierhead.Sessions.Tests.Linux;

public sealed class TcpMd5CountersTests
{
    [Fact]
    public void Parse_Netstat_TheThreeCounters()
    {
        string[] lines =
        [
            "IpExt: InNoRoutes InTruncatedPkts",
            "IpExt: 7 8",
            "TcpExt: SyncookiesSent TCPMD5NotFound TCPMD5Unexpected TCPMD5Failure TCPSackShifted",
            "TcpExt: 1 2 3 4 5",
        ];

        Assert.Equal(new TcpMd5Counters(2, 3, 4), TcpMd5Counters.Parse(lines));
    }

    [Fact]
    public void Parse_KernelWithoutThem_Zero()
    {
        Assert.Equal(default, TcpMd5Counters.Parse(["TcpExt: SyncookiesSent", "TcpExt: 1"]));
        Assert.Equal(default, TcpMd5Counters.Parse([]));
    }
}
