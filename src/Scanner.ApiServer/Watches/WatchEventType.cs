namespace Scanner.ApiServer.Watches;

/// <summary>What happened to an object.</summary>
public enum WatchEventType
{
    Added,
    Modified,
    Deleted,
}
