using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Pierhead.Web.Auth;

namespace Pierhead.Web.Api;

/// <summary>
/// How many pages of routes one caller may have under way on an endpoint. A full page is megabytes until its last octet has been
/// read, so that many of them, asked for at once and read slowly, would take the memory that the tables need. More wait their turn.
/// </summary>
internal static class PagesShare
{
    public const string Policy = "pages";

    public const int AtATime = 4;

    // As many as there can be connections: who waits holds a request, not a page.
    private const int Waiting = 1_000;

    public static void Configure(RateLimiterOptions options)
    {
        options.AddPolicy(Policy, context => RateLimitPartition.GetConcurrencyLimiter(ShareOf(context), _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = AtATime,
            QueueLimit = Waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));
        options.OnRejected = (rejected, _) => new ValueTask(Problems
            .TooMany("Too many requests of this token wait for pages of routes; ask again when some of them are answered.")
            .ExecuteAsync(rejected.HttpContext));
    }

    private static (Caller Caller, string? Endpoint) ShareOf(HttpContext context) => (context.Caller(), context.GetEndpoint()?.DisplayName);
}
