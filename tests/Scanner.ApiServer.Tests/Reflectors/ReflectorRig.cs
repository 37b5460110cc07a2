using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Tests.Reflectors;

/// <summary>A reflector on a scripted server and a clock that moves as fast as it can.</summary>
public abstract class ReflectorRig : IWatchListener, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task? _run;

    protected ReflectorRig() => Server = new ScriptedReader { Time = Time };

    protected static WatchEnd Closed { get; } = new WatchEnd.Closed();

    protected FakeTimeProvider Time { get; } = new();

    private protected RecordingCache Cache { get; } = new();

    private protected ScriptedReader Server { get; }

    protected List<string> Phases { get; } = [];

    protected List<string> Restarts { get; } = [];

    protected WatchStatus? Status { get; private set; }

    /// <summary>What the watch was told to wait for at most, in order.</summary>
    protected List<TimeSpan> Waits { get; } = [];

    protected bool IsAlwaysServed { get; set; }

    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    void IWatchListener.Turned(WatchTarget target, TimeSpan wait) => Waits.Add(wait);

    void IWatchListener.StatusChanged(WatchTarget target, WatchStatus status)
    {
        if (Status?.Phase != status.Phase)
            Phases.Add(status.Phase.ToString());
        Status = status;
    }

    void IWatchListener.Restarted(WatchTarget target, string reason) => Restarts.Add(reason);

    protected static Action<IWatchSink<string>> Added(string item, string version) => sink => sink.Event(WatchEventType.Added, item, version);

    protected static Action<IWatchSink<string>> Modified(string item, string version) => sink => sink.Event(WatchEventType.Modified, item, version);

    protected static Action<IWatchSink<string>> Bookmark(string version) => sink => sink.Bookmark(version, initialEventsEnd: false);

    protected static Action<IWatchSink<string>> End(string version) => sink => sink.Bookmark(version, initialEventsEnd: true);

    /// <summary>The pauses between one request and the next, in seconds.</summary>
    protected List<double> Pauses() => [.. Server.Times.Zip(Server.Times.Skip(1), (a, b) => (b - a).TotalSeconds)];

    protected async Task RunAsync(int requests)
    {
        var target = new WatchTarget(ResourcePath.Core("things")) { IsAlwaysServed = IsAlwaysServed };
        var reflector = new Reflector<string>(Server, target, () => Nothing.Instance, Cache, this, Time);
        await RunOnAsync(requests, () => reflector.RunAsync(_stop.Token));
    }

    // Without a synchronization context, what a timer wakes runs before the clock moves on.
    protected Task RunOnAsync(int requests, Func<Task>? start = null) => Task.Run(() =>
    {
        _run ??= start!();
        for (var steps = 0; Server.Requests.Count < requests; steps++)
        {
            Assert.True(steps < 100_000 && !_run.IsFaulted, $"{_run.Exception}: {string.Join(", ", Server.Requests)}");
            Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        return Task.CompletedTask;
    });

    private sealed class Nothing : IObjectReader<string>
    {
        public static readonly Nothing Instance = new();

        public string Read<TReader>(ref TReader reader)
            where TReader : struct, IWireReader, allows ref struct => "";
    }
}
