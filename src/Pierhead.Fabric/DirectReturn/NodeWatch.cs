using System.Net.Sockets;
using Pierhead.Model.Fabric;

namespace Pierhead.Fabric.DirectReturn;

/// <summary>Asks a node how it is, again and again.</summary>
internal sealed class NodeWatch(HttpClient client, FabricMachine node, FabricHealth health, TimeProvider time, Action<BalanceEvent.Looked> tell)
{
    /// <summary>An answer comes within this share of the time between two looks, so that looks never pile up.</summary>
    private const double AnswerShare = 0.8;

    private readonly Uri _address = new UriBuilder("http", Host(node), health.Port, "v1/node").Uri;

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(health.Every, time);
        do
        {
            tell(await LookAsync(stop));
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task<BalanceEvent.Looked> LookAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(health.Every * AnswerShare);
        try
        {
            // A node that is out says so with its report; any other status is none.
            using var answer = await client.GetAsync(_address, limit.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            return answer.IsSuccessStatusCode
                ? Judge(NodeReport.Read(body))
                : Failed($"{_address} answers {(int)answer.StatusCode}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Failed($"{_address} does not answer in {health.Every.TotalMilliseconds * AnswerShare:0} ms");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or FormatException)
        {
            return Failed($"{_address}: {exception.Message}");
        }
    }

    /// <summary>A report of another node means that two machines have one address, or a wrong name: it says nothing about this one.</summary>
    private BalanceEvent.Looked Judge(NodeReport report) => report.Name == node.Name
        ? new BalanceEvent.Looked(node.Name, report, null)
        : Failed($"{_address} calls itself '{report.Name}', not '{node.Name}': set `--machine` there, or the address in fabric.yaml");

    private BalanceEvent.Looked Failed(string why) => new(node.Name, null, why);

    private static string Host(FabricMachine node)
    {
        var address = node.AddressOf(isIPv6: false) ?? node.Addresses[0];
        return address.IsIPv6 ? $"[{address}]" : address.ToString();
    }
}
