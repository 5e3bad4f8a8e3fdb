using Pierhead.Sessions.Linux;
using Pierhead.Sessions.Tests.Support;

namespace Pierhead.Sessions.Tests.Linux;

public sealed class SocketAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", 16, "0200 00B3 C0000201")]
    [InlineData("2001:db8::1", 28, "0A00 00B3 00000000 20010DB8000000000000000000000001 00000000")]
    public void WriteRead_Address_KernelsForm(string address, int length, string octets)
    {
        Span<byte> buffer = stackalloc byte[SocketAddress.MaxLength];
        Assert.Equal(length, SocketAddress.Write(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(address), 179), buffer));
        Assert.StartsWith(octets.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(buffer[..length]), StringComparison.Ordinal);
        Assert.Equal((Trees.Address(address), (ushort)179), SocketAddress.Read(buffer));
    }
}
