using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Tests.Scopes;

/// <summary>Writes down what a list or a watch brings, a line each.</summary>
internal sealed class RecordingSink : IWatchSink<string>, IListSink<string>
{
    public List<string> Lines { get; } = [];

    public void Opened() => Lines.Add("opened");

    public bool Event(WatchEventType type, string item, string resourceVersion)
    {
        Lines.Add($"{type} {item} {resourceVersion}");
        return true;
    }

    public void Bookmark(string resourceVersion, bool initialEventsEnd) => Lines.Add($"{(initialEventsEnd ? "listed" : "bookmark")} {resourceVersion}");

    public void Add(string item) => Lines.Add(item);

    public void Restart() => Lines.Clear();

    public void PageRead(long? remaining)
    {
    }
}
