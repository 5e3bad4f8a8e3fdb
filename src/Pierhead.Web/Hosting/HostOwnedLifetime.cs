using Microsoft.Extensions.Hosting;

namespace Pierhead.Web.Hosting;

/// <summary>Leaves signals to the executable: routers must hear of a shutdown before the API goes away.</summary>
internal sealed class HostOwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
