using System.Threading.Channels;

namespace Scanner.Simulator.Storage;

/// <summary>The changes of one resource from one moment on, in order and without a gap.</summary>
/// <param name="Initial">Objects that existed at that moment, when asked for.</param>
/// <param name="StartVersion">The store's resourceVersion at that moment.</param>
internal sealed record WatchSubscription(IReadOnlyList<StoredObject> Initial, long StartVersion, Channel<WatchRecord> Channel, Action Stop) : IDisposable
{
    public ChannelReader<WatchRecord> Records => Channel.Reader;

    public void Dispose() => Stop();
}
