using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Pierhead.Sessions.Tests;

public sealed class LogEventTests
{
    [Fact]
    public void LoggerMessages_OfTheProject_UniqueIdsInItsRange()
    {
        var ids = typeof(BgpServer).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(attribute => attribute.EventId)
            .ToArray();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.InRange(id, 2000, 2999));
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }
}
