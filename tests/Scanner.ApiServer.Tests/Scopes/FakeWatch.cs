using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Tests.Scopes;

/// <summary>A watch that has begun.</summary>
internal sealed record FakeWatch(IWatchSink<string> Sink, WatchRequest Request)
{
    public TaskCompletionSource<WatchEnd> End { get; } = new();
}
