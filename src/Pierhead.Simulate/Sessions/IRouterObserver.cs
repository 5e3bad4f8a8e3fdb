namespace Pierhead.Simulate.Sessions;

/// <summary>Where a session tells what happens to it.</summary>
internal interface IRouterObserver
{
    void OnEstablished(DateTimeOffset now, string text);

    void OnAnnounced(DateTimeOffset now);

    void OnNotification(ReceivedNotification notification);
}
