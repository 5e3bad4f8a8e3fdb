using Pierhead.Sessions.Fsm;
using Pierhead.Wire.Bgp;
using Pierhead.Wire.Bgp.Open;

namespace Pierhead.Sessions.Slots;

/// <summary>What links report: OPENs, and which of two connections stays.</summary>
internal sealed partial class SessionSlot
{
    private Challenge _challenge;
    private TimeSpan _challengeBy;
    private NegotiatedSession? _waiting;
    private Link? _resumed;

    internal byte[] WriteOpen(NegotiatedSession? agreement) => LocalOpen.Write(_settings, agreement, _runtime.Restart);

    internal void OnOpen(Link link, ReadOnlySpan<byte> body)
    {
        var end = LocalOpen.TryAgree(_settings, body, out var agreement);
        if (end is not null)
        {
            link.Step(new FsmEvent(FsmEventKind.BgpOpenMsgErr, End: end));
            return;
        }

        if (link == _newcomer)
        {
            Collide(agreement!);
        }
        else
        {
            link.Confirm(agreement!);
        }
    }

    /// <summary>An FSM has ended: the slot lets go of the link, and a newcomer takes its place.</summary>
    internal void OnEnded(Link link, SessionEnd end)
    {
        Linger(link);
        if (link == _newcomer)
        {
            _newcomer = null;
            ForgetChallenge();
            SlotLog.NewcomerEnded(_runtime.Logger, _gate, Key, end, _runtime.Now);
        }
        else if (link == _current)
        {
            _current = null;
            _forgetAt = _runtime.Now + _settings.Bgp.KeepStale;
            Explain(end);
            if (Refusal() is { } refusal)
            {
                _newcomer?.Step(new FsmEvent(FsmEventKind.AutomaticStop, End: refusal));
            }

            Promote();
        }

        _linkEnded(this);
    }

    /// <summary>The newcomer's OPEN is valid: settles it against the older connection.</summary>
    private void Collide(NegotiatedSession agreement)
    {
        var older = _current?.Agreement;
        var verdict = CollisionRule.Decide(
            _current?.State ?? BgpState.Idle,
            older?.GracefulRestart is { Items.Count: > 0 },
            older is not null && older.RemoteId == agreement.RemoteId,
            _challenge);
        switch (verdict)
        {
            case CollisionVerdict.Proceed:
                Promote();
                _current?.Confirm(agreement);
                break;
            case CollisionVerdict.DumpOlder:
                Replace(agreement, Dump("the router opened another connection"));
                break;
            case CollisionVerdict.ReplaceSilently:
                Replace(agreement, new FsmEvent(FsmEventKind.OpenCollisionDump, End: SessionEnd.Replaced));
                break;
            case CollisionVerdict.ChallengeOlder:
                _waiting = agreement;
                _challenge = Challenge.Pending;
                _challengeBy = _runtime.Now + _runtime.Options.ChallengeTime;
                _newcomer!.Pause();
                _current!.SendKeepalive();
                break;
            case CollisionVerdict.RefuseNewcomer:
                ForgetChallenge();
                _newcomer!.Step(Dump("the established session is alive"));
                break;
        }
    }

    private void Replace(NegotiatedSession agreement, in FsmEvent dump)
    {
        // The newcomer's own OPEN settles it: OnEnded must find no one to promote.
        var newcomer = _newcomer!;
        _newcomer = null;
        ForgetChallenge();
        _current!.Step(dump);
        _current = newcomer;
        Continue(newcomer, agreement);
    }

    /// <summary>The older connection has gone by itself: the newcomer is the session now.</summary>
    private void Promote()
    {
        _current = _newcomer;
        _newcomer = null;
        var waiting = _waiting;
        ForgetChallenge();
        if (_current is not null && waiting is not null)
        {
            Continue(_current, waiting);
        }
    }

    private void Continue(Link link, NegotiatedSession agreement)
    {
        link.Confirm(agreement);
        link.Resume();
        _resumed = link;
    }

    private void ForgetChallenge()
    {
        _challenge = Challenge.NotAsked;
        _waiting = null;
    }

    private void TickChallenge(TimeSpan now)
    {
        if (_challenge != Challenge.Pending || _waiting is not { } waiting || _newcomer is null || _current is null)
        {
            return;
        }

        if (_current.Undelivered == 0)
        {
            _challenge = Challenge.Acknowledged;
        }
        else if (_challengeBy <= now)
        {
            _challenge = Challenge.TimedOut;
        }
        else
        {
            return;
        }

        Collide(waiting);
    }

    private static FsmEvent Dump(string detail) => new(
        FsmEventKind.OpenCollisionDump, End: SessionEnd.Cease(CeaseError.ConnectionCollisionResolution, detail));
}
