using System.Diagnostics.Metrics;
using Pierhead.Sessions.Tests.Support;

namespace Pierhead.Sessions.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Meter_OneSessionComesAndGoes_EveryInstrumentTells()
    {
        await using var server = await TestServer.Start(Trees.Of([Trees.Device("edge1", Trees.Bgp, "127.0.9.1")]));
        using var reading = new Reading(server.Meter);
        var key = Trees.Key("edge1", "127.0.9.1");
        var router = await TestRouter.Establish(server.Endpoint, "127.0.9.1");
        await server.UntilEstablished(key);
        Assert.Equal(1, reading.Now("pierhead.sessions{tenant=acme,state=established}"));
        Assert.Equal(0, reading.Now("pierhead.sessions{tenant=acme,state=active}"));

        await router.Send(Messages.Update(), Messages.Update(), Messages.Notification(6, 2));
        await Wait.Until(() => reading.Now("pierhead.sessions{tenant=acme,state=active}") == 1, "the session ends");
        using var stranger = await TestRouter.Connect(server.Endpoint, "127.0.9.2");
        Assert.Equal("6/5", await stranger.Receive());

        Assert.Equal(2, reading.Now("pierhead.updates.received{tenant=acme}"));
        Assert.Equal(1, reading.Now("pierhead.session.flaps{tenant=acme}"));
        Assert.Equal(1, reading.Now("pierhead.notifications{direction=received,code=6/2}"));
        Assert.Equal(1, reading.Now("pierhead.notifications{direction=sent,code=6/5}"));
        Assert.Equal(1, reading.Now("pierhead.connections.rejected{reason=unclaimed}"));
        Assert.Equal(1, reading.Now("pierhead.unknown.routers{}"));
        await Wait.Until(() => reading.Now("pierhead.sessions.input{}") > 100, "the octets of the heartbeat");
        router.Dispose();
    }

    [Fact]
    public async Task Notification_CodesThatARouterInvents_ShareOneLabel()
    {
        await using var server = await TestServer.Start(Trees.Of([Trees.Device("edge1", Trees.Bgp, "127.0.9.3")]));
        using var reading = new Reading(server.Meter);
        foreach (var code in new byte[] { 9, 77, 200 })
        {
            using var router = await TestRouter.Connect(server.Endpoint, "127.0.9.3");
            await router.Send(Messages.Notification(code, code));
            Assert.Equal("end", await router.ReceiveLast());
        }

        Assert.Equal(3, reading.Now("pierhead.notifications{direction=received,code=other}"));
    }

    private sealed class Reading : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _values = [];

        internal Reading(Meter meter)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        internal long Now(string series)
        {
            lock (_values)
            {
                _listener.RecordObservableInstruments();
                return _values.GetValueOrDefault(series);
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            var series = $"{instrument.Name}{{{labels}}}";
            lock (_values)
            {
                _values[series] = (instrument.IsObservable ? 0 : _values.GetValueOrDefault(series)) + value;
            }
        }
    }
}
