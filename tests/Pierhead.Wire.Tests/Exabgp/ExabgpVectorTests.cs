using Pierhead.Tests;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Notification;
using Xunit;

namespace Pierhead.Wire.Tests.Exabgp;

/// <summary>
/// The messages that ExaBGP's own tests send and read: every value that Pierhead decodes is compared with what the file tells
/// (attributes, NLRI, path identifiers, labels, distinguishers, rules, next hops, capabilities), and each message is written again
/// from those values. <see cref="ExabgpTable"/> says what is not read.
/// </summary>
public sealed class ExabgpVectorTests
{
    private static IEnumerable<string> Files =>
        Directory.GetFiles(Corpus.Path("bgp/exabgp"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IReadOnlyList<ExabgpMessage> Messages => [.. Files.SelectMany(ExabgpVectors.Read)];

    [Fact]
    public void Read_EveryFile_HasMessagesOrIsInTheTable()
    {
        var empty = Files.Where(path => ExabgpVectors.Read(path).Count == 0).Select(path => Path.GetFileName(path)!);
        Assert.Equal(ExabgpTable.WithoutMessages.Keys.Order(StringComparer.Ordinal), empty.Order(StringComparer.Ordinal));

        var names = Messages.Select(message => message.Name).ToHashSet();
        Assert.All(ExabgpTable.Faults.Keys.Concat(ExabgpTable.Untold.Keys), name => Assert.Contains(name, names));
        var files = Messages.Select(message => message.File).ToHashSet();
        Assert.All(ExabgpTable.OtherFamilies.Keys, name => Assert.Contains(name, files));
    }

    [Fact]
    public void Frame_EveryMessage_IsWhole()
    {
        foreach (var message in Messages)
        {
            var status = MessageFramer.TryRead(message.Octets, 0, MessageFramer.MaximumLength, out var frame, out var next, out var fault);
            Assert.True(status == FrameStatus.Complete && next == message.Octets.Length, $"{message.Name}: {fault.Reason}");
            Assert.Equal(message.Type, frame.Type);
        }
    }

    [Fact]
    public void Decode_EveryUpdate_SaysWhatIsTold()
    {
        var counts = new Counts();
        foreach (var message in Messages.Where(message => message.Type == BgpMessageType.Update))
        {
            var update = ExabgpUpdate.Decode(message);
            if (update is null)
            {
                counts.Add(FaultOf(message));
            }
            else if (message.Told.Count != 0)
            {
                CompareWithJson(message, update, counts);
            }
            else if (ExabgpTable.OtherFamilies.ContainsKey(message.File))
            {
                counts.Add("another family, nothing told");
            }
            else
            {
                Compare(message, ExabgpFacts.Of(ExabgpCommand.Read(message.Command)), update);
                counts.Add("as the command says");
            }
        }

        counts.Print();
    }

    [Fact]
    public void Encode_EveryUpdate_IsTheSameOrSaysWhyNot()
    {
        var counts = new Counts();
        foreach (var message in Messages.Where(message => message.Type == BgpMessageType.Update))
        {
            counts.Add(ExabgpUpdate.Decode(message) is { } update ? ExabgpReencoding.Compare(message, update) : FaultOf(message));
        }

        counts.Print();
    }

    [Fact]
    public void Decode_EveryOpen_SaysWhatIsTold()
    {
        var counts = new Counts();
        foreach (var message in Messages.Where(message => message.Type == BgpMessageType.Open))
        {
            var open = ExabgpOpen.Decode(message);
            if (message.Told is [var told])
            {
                Assert.Equal(ExabgpFacts.Told(told, isOtherFamily: false), ExabgpFacts.Of(ExabgpOpen.ToJson(open)));
            }
            else
            {
                Assert.Equal(ExabgpTable.Untold[message.Name], ExabgpOpen.Describe(open));
            }

            counts.Add(ExabgpOpen.Compare(message, open));
        }

        counts.Print();
    }

    [Fact]
    public void Decode_TheNotification_SaysWhatIsTold()
    {
        var message = Assert.Single(Messages, message => message.Type == BgpMessageType.Notification);
        var notification = NotificationMessage.Decode(message.Body);
        Assert.Equal(ExabgpTable.Untold[message.Name], $"{notification.Name}, {notification.Data.Length} octets of data");
        Assert.Equal(message.Octets, notification.Encode());
    }

    private static string FaultOf(ExabgpMessage message) => $"a fault, {ExabgpTable.Faults[message.Name].Scope}";

    private static void CompareWithJson(ExabgpMessage message, ExabgpUpdate update, Counts counts)
    {
        var isOtherFamily = ExabgpTable.OtherFamilies.ContainsKey(message.File);
        foreach (var line in message.Told)
        {
            Compare(message, ExabgpFacts.Told(line, isOtherFamily), update);
        }

        counts.Add(isOtherFamily ? "another family: attributes as the JSON says" : "as the JSON says");
        var attributes = message.Told[0]["neighbor"]!["message"]!["update"]!["attribute"];
        foreach (var (name, type) in ExabgpTable.KeptWhole.Where(each => attributes?[each.Key] is not null))
        {
            Assert.True(update.Attributes.Others.Any(other => other.Type == type), $"{message.Name}: no {name}");
            counts.Add($"{name} kept whole");
        }
    }

    private static void Compare(ExabgpMessage message, IReadOnlyList<string> told, ExabgpUpdate update)
    {
        var said = ExabgpFacts.Of(update.ToJson());
        Assert.True(
            told.SequenceEqual(said),
            $"{message.Name}:\ntold: {string.Join("\n      ", told)}\nsaid: {string.Join("\n      ", said)}");
    }

    /// <summary>How often what was found, for the output of the test.</summary>
    private sealed class Counts
    {
        private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

        public void Add(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

        public void Print()
        {
            foreach (var (what, count) in _counts)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{count,4} {what}");
            }
        }
    }
}
