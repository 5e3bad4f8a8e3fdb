using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Pierhead.Cli;
using Pierhead.Control.Fabric;
using Pierhead.Fabric.Announcing;
using Pierhead.Fabric.Rendering;
using Pierhead.Model.Fabric;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead vipcontrol</c>: the daemon beside BIRD or ExaBGP, and what talks to it.</summary>
internal static class VipControlCommand
{
    public static Command Create(CliHost host)
    {
        var options = new MachineOptions();
        var command = new DescribedCommand(
            "vipcontrol",
            "Announces the floating address through BIRD or ExaBGP, and changes its MED and communities at run time without the session to the router flapping. Until told `set --up` it announces nothing. SIGHUP reads fabric.yaml again.",
            "pierhead vipcontrol --machine land-1",
            "pierhead vipcontrol status",
            "pierhead vipcontrol set --med 300")
        {
            CreateStatus(host),
            CreateSet(host),
            CreateRelay(),
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
            await options.PlaceAsync(host, parsed) is { } place ? await RunAsync(host, place, cancel) : ExitCode.Failed);
        return command;
    }

    private static Option<string> RunOption() => new MachineOptions().Run;

    private static async Task<int> RunAsync(CliHost host, RenderPlace place, CancellationToken cancel)
    {
        if (place.Plan.Announce is not { } announce || !place.Plan.Mode.IsAnnounced())
        {
            await host.Error.WriteLineAsync($"pierhead vipcontrol: the mode `{place.Plan.Mode.Word()}` announces nothing: there is nothing to control");
            return ExitCode.Failed;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var followed = new FollowedPlace(place, Log);
        VipControl? control = null;
        try
        {
            Directory.CreateDirectory(place.Run);
            using var exabgp = announce.Speaker == FabricSpeaker.Exabgp
                ? new ExabgpSpeaker(place.Run, [.. place.Announcements.Select(row => (row.Floating, row.Router))], () => control!.SayAgain(), Log)
                : null;
            using var running = new VipControl(place.Run, exabgp is null ? new BirdSpeaker(place.Run) : exabgp, () => new VipOverlay(Up: null, followed.Now.Machine.Med, followed.Now.Machine.IsDrained), Log);
            control = running;
            control.Restore();
            Log($"controls {announce.Speaker} for {string.Join(" and ", place.Plan.Addresses)} as {place.Machine.Name}");
            await Task.WhenAll(
                control.RunAsync(stop.Token),
                VipControlSocket.ServeAsync(place.Run, control, stop.Token),
                followed.FollowAsync(stop.Token),
                exabgp?.RunAsync(stop.Token) ?? Task.CompletedTask);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The speaker goes on with what it has: that it is announced does not hang on this process.
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            await host.Error.WriteLineAsync($"pierhead vipcontrol: {place.Run}: {exception.Message}");
            return ExitCode.Failed;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        void Log(string sentence) => host.Error.WriteLine($"{host.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} vipcontrol: {sentence}");
    }

    private static Command CreateStatus(CliHost host)
    {
        var run = RunOption();
        var command = new Command("status", "Shows what is announced now.") { run };
        command.SetAction((parsed, cancel) => AskAsync(host, parsed.GetValue(run)!, new VipRequest("status"), cancel));
        return command;
    }

    private static DescribedCommand CreateSet(CliHost host)
    {
        var run = RunOption();
        var up = new Option<bool>("--up") { Description = "Announce." };
        var down = new Option<bool>("--down") { Description = "Withdraw." };
        var med = new Option<uint?>("--med") { Description = "MULTI_EXIT_DISC, over the tree's.", HelpName = "N" };
        var drain = new Option<bool>("--drain") { Description = "Add the community GRACEFUL_SHUTDOWN (RFC 8326)." };
        var noDrain = new Option<bool>("--no-drain") { Description = "Leave it out again." };
        var command = new DescribedCommand("set", "Changes what is announced, until it is set again; kept over a restart.", "pierhead vipcontrol set --up", "pierhead vipcontrol set --med 300 --drain")
        {
            up, down, med, drain, noDrain, run,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(up) && result.GetValue(down))
            {
                result.AddError("--up and --down say opposite things");
            }

            if (result.GetValue(drain) && result.GetValue(noDrain))
            {
                result.AddError("--drain and --no-drain say opposite things");
            }
        });
        command.SetAction((parsed, cancel) => AskAsync(
            host,
            parsed.GetValue(run)!,
            new VipRequest("set", Either(parsed.GetValue(up), parsed.GetValue(down)), parsed.GetValue(med), Either(parsed.GetValue(drain), parsed.GetValue(noDrain))),
            cancel));
        return command;
    }

    private static Command CreateRelay()
    {
        var run = RunOption();
        var command = new Command("relay", "What ExaBGP runs: carries commands to it. Not for people.") { run };
        command.SetAction((parsed, cancel) => ExabgpRelay.RunAsync(
            parsed.GetValue(run)!, Console.OpenStandardInput(), Console.OpenStandardOutput(), cancel));
        return command;
    }

    private static bool? Either(bool yes, bool no) => yes ? true : no ? false : null;

    private static async Task<int> AskAsync(CliHost host, string run, VipRequest request, CancellationToken cancel)
    {
        try
        {
            var answer = await VipControlSocket.AskAsync(run, request, cancel);
            if (answer.Error is { } error)
            {
                await host.Error.WriteLineAsync($"pierhead vipcontrol: {error}");
                return ExitCode.Failed;
            }

            await host.Out.WriteLineAsync($"wanted: {Words(answer.Wanted)}");
            await host.Out.WriteLineAsync($"announced: {(answer.Shown is null ? $"not yet: {answer.Trouble}" : Words(answer.Shown))}");
            return ExitCode.Done;
        }
        catch (IOException exception)
        {
            await host.Error.WriteLineAsync($"pierhead vipcontrol: {exception.Message}");
            return ExitCode.Failed;
        }
    }

    private static string Words(VipState? state) => state is null ? "nothing"
        : state.Up ? string.Create(CultureInfo.InvariantCulture, $"up, MED {state.Med}{(state.Drain ? ", GRACEFUL_SHUTDOWN" : "")}")
        : string.Create(CultureInfo.InvariantCulture, $"down (MED {state.Med})");
}
