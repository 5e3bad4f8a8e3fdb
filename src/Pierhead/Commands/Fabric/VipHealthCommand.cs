using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pierhead.Cli;
using Pierhead.Control;
using Pierhead.Fabric.Applying;
using Pierhead.Fabric.Health;
using Pierhead.Fabric.Rendering;
using Pierhead.Hosting;
using Pierhead.Model.Fabric;
using Pierhead.Model.Snapshot;

namespace Pierhead.Commands.Fabric;

/// <summary><c>pierhead viphealth</c>: the daemon beside a landing node that takes it out and back in.</summary>
internal static class VipHealthCommand
{
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(2);

    public static Command Create(CliHost host)
    {
        var options = new MachineOptions();
        var processes = new Option<string[]>("--process") { Description = "A process that must be alive, by the name that ps shows; may be given again.", HelpName = "NAME" };
        var tokenFile = new Option<string?>("--token-file") { Description = "File of a platform token for the node's API [default: PIERHEAD_TOKEN].", HelpName = "FILE" };
        var command = new DescribedCommand(
            "viphealth",
            "Looks at the landing node of this machine, takes it out when it is not well and back in when it is, and tells balancers how it is. SIGHUP reads fabric.yaml again.",
            "pierhead viphealth --machine land-1",
            "pierhead viphealth --process exabgp --process vector")
        {
            processes, tokenFile,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                return await options.PlaceAsync(host, parsed) is { } place
                    ? await RunAsync(host, place, parsed.GetValue(processes) ?? [], Token(host, parsed.GetValue(tokenFile)), cancel)
                    : ExitCode.Failed;
            }
            catch (Exception exception) when (exception is CliException || Explains(exception))
            {
                await host.Error.WriteLineAsync($"pierhead viphealth: {exception.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, RenderPlace place, string[] processes, string? token, CancellationToken cancel)
    {
        if (place.Plan.NodeNamed(place.Machine.Name) is null)
        {
            throw new CliException($"`{place.Machine.Name}` is a balancer of fabric.yaml; viphealth runs beside landing nodes");
        }

        var tree = ConfigTree.Load(place.Tree);
        if (tree.Configuration is not { } configuration)
        {
            throw new CliException($"the tree {place.Tree} has mistakes, and its api.listen is needed:\n{string.Join('\n', tree.Errors)}");
        }

        Directory.CreateDirectory(place.Run);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var patience = Patience(place.Plan.Health.Every);
        var followed = new FollowedPlace(place, Log, takesModes: true);
        using var api = Api(configuration.Node.Api, token, patience);
        using var others = new OtherNodes(patience);
        var live = new LiveProcesses();
        var health = new VipHealth(
            () => followed.Now,
            api,
            others,
            new SessionLedger(api, host.Time, Log),
            plan => live.Missing(processes).Concat(LoopbackAddresses.Missing(plan)),
            Voices(place, Log),
            Peers(place, others, host.Time, Log),
            new HealthFile(place.Run),
            host.Time,
            Log);
        try
        {
            await health.StartAsync(stop.Token);
            await using var server = HealthServer.Build(() => followed.Now, health);
            await server.StartAsync(stop.Token);
            Log($"looks at {api.Address} every {place.Plan.Health.Every.TotalSeconds:0.###} s as {place.Machine.Name}");
            await await Task.WhenAny(health.RunAsync(stop.Token), followed.FollowAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log("ends; what was announced stays");
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            throw new CliException($"cannot listen on port {place.Plan.Health.Port} of {string.Join(" and ", place.Machine.Addresses)}: {exception.Message}", ExitCode.Failed, exception);
        }
        catch (SocketException exception)
        {
            throw new CliException($"cannot listen on port {place.Plan.Health.Port} of {string.Join(" and ", place.Machine.Addresses)}: {exception.Message}; are they on {place.Machine.Interface}?", ExitCode.Failed, exception);
        }

        return ExitCode.Done;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        void Log(string sentence) => host.Error.WriteLine($"{host.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} viphealth: {sentence}");
    }

    private static PeerWatch Peers(RenderPlace place, OtherNodes others, TimeProvider time, Action<string> log)
    {
        var (absent, trouble) = AbsentFile.Read(place.Run);
        if (trouble is not null)
        {
            log(trouble);
        }

        return new PeerWatch(others, absent, new SpreadLoader(place, new LinuxMachineSystem(), () => AppliedTree.PlanIn(place), time), log);
    }

    private static bool Explains(Exception exception) => exception is IOException or UnauthorizedAccessException or CryptographicException;

    private static TimeSpan Patience(TimeSpan every) => every < LeastPatience ? LeastPatience : every > MostPatience ? MostPatience : every;

    private static NodeApi Api(ApiSettings settings, string? token, TimeSpan patience)
    {
        var certificate = settings.CertificatePath is { } path ? new OwnCertificate(path) : null;
        certificate?.Learn();
        return new NodeApi(settings.Listen[0], certificate, token, patience);
    }

    private static string? Token(CliHost host, string? file)
    {
        var token = (file is null ? host.Environment("PIERHEAD_TOKEN") : File.ReadAllText(file))?.Trim();
        return file is not null && string.IsNullOrEmpty(token) ? throw new CliException($"--token-file {file} is empty") : string.IsNullOrEmpty(token) ? null : token;
    }

    private static Func<FabricMode, IHealthVoice?> Voices(RenderPlace place, Action<string> log)
    {
        var (control, track) = (new VipControlVoice(place.Run), new TrackFileVoice(place.Run));
        if (place.Plan is { Mode: FabricMode.ActiveBackup, Driver: FabricDriver.Ucarp })
        {
            log("ucarp tracks no health: this node's is told to who asks, and moves no address");
        }

        return mode => mode switch
        {
            _ when mode.SpreadsOnNodes() => control,
            FabricMode.ActiveBackup when place.Plan.Driver == FabricDriver.Keepalived => track,
            _ => null,
        };
    }
}
