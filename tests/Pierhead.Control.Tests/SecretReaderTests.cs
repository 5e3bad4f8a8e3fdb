using System.Text;
using Xunit;

namespace Pierhead.Control.Tests;

public sealed class SecretReaderTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("plain\n", "plain")]
    [InlineData("plain\r\n", "plain")]
    [InlineData(" spaces stay \n", " spaces stay ")]
    [InlineData("ümlaut", "ümlaut")]
    public void Password_OfFile_IsTheFileWithoutItsNewline(string content, string expected)
    {
        using var folder = ConfigFolder.Good().Write("secrets/edge1", content);
        var password = folder.Load().Configuration!.Tenants[0].Devices[0].Bgp.Password!;
        Assert.Equal(expected, Encoding.UTF8.GetString(password.Reveal()));
    }

    [Theory]
    [InlineData("", "`password`: the file `secrets/edge1` is empty")]
    [InlineData("\n", "`password`: the file `secrets/edge1` is empty")]
    [InlineData("one\ntwo\n", "`password`: `file:secrets/edge1` holds more than one line; a TCP MD5 key is one")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901", "`password`: `file:secrets/edge1` holds 82 octets; a TCP MD5 key has 1 to 80")]
    public void Password_OfBadFile_IsOneLine(string content, string message)
    {
        using var folder = ConfigFolder.Good().Write("secrets/edge1", content);
        Assert.Equal($"tenants/acme.yaml:15: {message}", Assert.Single(folder.Load().Errors).ToString());
    }

    [Fact]
    public void Password_OfEightyOctets_IsTaken()
    {
        using var folder = ConfigFolder.Good().Write("secrets/edge1", new string('k', 80));
        Assert.Empty(folder.Load().Errors);
    }

    [Fact]
    public void Password_OfFileThatManyName_IsComplainedOfOnce()
    {
        using var folder = ConfigFolder.Small("""
            tenant: t
            asn: 64500
            devices:
              - { name: r1, addresses: [192.0.2.9], bgp: { password: "file:none" } }
              - { name: r2, addresses: [192.0.2.10], bgp: { password: "file:none" } }
            """);
        Assert.Equal(
            "tenants/t.yaml:4: `password`: the file `none` cannot be read: there is no such file; make it, or correct the path",
            Assert.Single(folder.Load().Errors).ToString());
    }

    [Fact]
    public void Password_ReadableByAll_IsAWarning()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes are Unix's");
        using var folder = ConfigFolder.Good().Mode("secrets/edge1", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains(
            "tenants/acme.yaml:15: `password`: every user of this machine may read the file `secrets/edge1`; `chmod o-r` it",
            folder.Load().Warnings);
    }

    [Fact]
    public void Password_OfEndlessFile_IsOneLine()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no /dev/zero");
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/acme.yaml", "file:secrets/edge1", "file:/dev/zero");
        Assert.Equal(
            "tenants/acme.yaml:15: `password`: the file `/dev/zero` cannot be read: it is larger than 1048576 octets",
            Assert.Single(folder.Load().Errors).ToString());
    }

    [Theory]
    [InlineData("password: hunter2hunter2")]
    [InlineData("password: \"hunter2hunter2\"")]
    [InlineData("password: [hunter2hunter2]")]
    [InlineData("password: { a: hunter2hunter2 }")]
    [InlineData("password: *hunter2hunter2")]
    [InlineData("password: !hunter2hunter2")]
    [InlineData("password: !hunter2hunter2 x")]
    [InlineData("password: &hunter2hunter2")]
    [InlineData("password: @hunter2hunter2")]
    [InlineData("password: %hunter2hunter2")]
    [InlineData("password: \"hunter2hunter2")]
    [InlineData("password: \"\\q hunter2hunter2\"")]
    [InlineData("password: 'hunter2hunter2' hunter2hunter2")]
    [InlineData("password: a: hunter2hunter2")]
    [InlineData("password: ]hunter2hunter2")]
    [InlineData("password: |hunter2hunter2")]
    public void Password_WrittenInTheTree_IsNotRepeated(string line)
    {
        using var folder = ConfigFolder.Good();
        folder.Change("tenants/acme.yaml", "password: \"file:secrets/edge1\"", line);
        var result = folder.Load();
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, error => Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal));
        Assert.All(result.Warnings, warning => Assert.DoesNotContain("hunter2", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_OfEveryRecord_HidesSecrets()
    {
        using var folder = ConfigFolder.Good();
        var configuration = folder.Load().Configuration!;
        var shown = string.Join('\n', [.. configuration.Devices.Select(d => d.ToString()), .. configuration.Ranges.Select(r => r.ToString()), configuration.Node.ToString()]);
        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", shown, StringComparison.Ordinal);
    }
}
