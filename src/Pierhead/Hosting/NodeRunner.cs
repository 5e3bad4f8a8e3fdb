using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Pierhead.Control;
using Pierhead.Control.Announcements;
using Pierhead.Sessions;

namespace Pierhead.Hosting;

/// <summary>Runs a node from its tree until a signal ends it: what <c>serve</c> and <c>demo</c> share.</summary>
internal static class NodeRunner
{
    /// <summary>Loads the tree, with every error on <paramref name="errors"/>; null when nothing may start.</summary>
    public static ConfigResult? Load(string directory, TextWriter errors)
    {
        var result = ConfigTree.Load(directory);
        foreach (var error in result.Errors)
        {
            errors.WriteLine(error);
        }

        if (result.Configuration is not { } configuration)
        {
            return null;
        }

        var missing = ConfigTree.MakeDirectories(configuration.Node);
        foreach (var sentence in missing)
        {
            errors.WriteLine(sentence);
        }

        return missing.Count == 0 ? result : null;
    }

    /// <summary>
    /// Starts the node, calls <paramref name="whenUp"/>, and stops at SIGTERM, SIGINT or <paramref name="cancellation"/>; at SIGQUIT without
    /// a word to the routers, for a restart in place.
    /// Answers the exit code: 0 for a clean end, 1 with one sentence for a host that does not let it start.
    /// </summary>
    public static async Task<int> RunAsync(
        string directory,
        ConfigResult loaded,
        Action<ILoggingBuilder> logging,
        TextWriter errors,
        Func<PierheadNode, CancellationToken, Task> whenUp,
        CancellationToken cancellation,
        string? announcements = null)
    {
        if (announcements is not null && AnnouncementFile.Load(announcements, loaded.Configuration!).Errors is { Count: > 0 } mistakes)
        {
            foreach (var mistake in mistakes)
            {
                await errors.WriteLineAsync(mistake.ToString());
            }

            return 1;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var node = new PierheadNode(directory, loaded.Configuration!, TimeProvider.System, logging, announcements);
        var reason = "stopped";
        var isLeaving = false;
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context =>
        {
            isLeaving = true;
            Stop(context, "SIGQUIT");
        });
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, "SIGTERM"));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, "SIGINT"));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _ = node.Reload();
        });

        try
        {
            await node.StartAsync(loaded.Warnings, stop.Token);
        }
        catch (Exception exception) when (HostRefusal.Explain(exception, loaded.Configuration!.Node) is { } sentence)
        {
            await errors.WriteLineAsync($"pierhead: {sentence}");
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await End();
            return 0;
        }

        try
        {
            await whenUp(node, stop.Token);
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end that was asked for.
        }

        await End();
        return 0;

        Task End() => isLeaving ? node.LeaveAsync(reason) : node.StopAsync(reason);

        void Stop(PosixSignalContext context, string signal)
        {
            context.Cancel = true;
            reason = signal;
            stop.Cancel();
        }
    }
}
