using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Tests.Watches;

/// <summary>Writes down what a watch tells, one line each.</summary>
internal sealed class WatchLog : IWatchSink<string>
{
    public List<string> Lines { get; } = [];

    /// <summary>Wants no more after so many events.</summary>
    public int StopAfter { get; init; } = int.MaxValue;

    public void Opened() => Lines.Add("opened");

    public bool Event(WatchEventType type, string item, string resourceVersion)
    {
        Lines.Add($"{type} {item} {resourceVersion}");
        return Lines.Count(l => l != "opened") < StopAfter;
    }

    public void Bookmark(string resourceVersion, bool initialEventsEnd) =>
        Lines.Add($"bookmark {resourceVersion}{(initialEventsEnd ? " end" : "")}");
}
