using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Publishing.Notifications;
using Scanner.Tests.Worker.Leading;
using Scanner.Worker.Leading;
using Scanner.Worker.Loops;
using Scanner.Worker.Notifications;
using Scanner.Worker.Settings;

namespace Scanner.Tests.Worker.Notifications;

/// <summary>The loop on a clock that the test moves, with a receiver that answers as the test says.</summary>
public sealed class NotificationLoopTests : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stopping = new();
    private readonly Receiver _receiver = new();
    private readonly Election _election = new();
    private readonly LogLines _log = new();
    private NotificationLoop _loop = null!;
    private Task _running = Task.CompletedTask;
    private long _number;

    [Fact]
    public async Task Read_Changes_AreSentOneAfterTheOther()
    {
        Start(NotificationForm.Scanner);
        Show();
        Show("a", "b");
        Show("b");
        Assert.Equal(["appeared a", "appeared b", "gone a"], [await NextAsync(), await NextAsync(), await NextAsync()]);
    }

    /// <summary>One message is tried again under one name, ever later; what comes meanwhile waits for it.</summary>
    [Fact]
    public async Task Send_Fails_TriesAgainAndKeepsTheOrder()
    {
        Start(NotificationForm.Scanner);
        Show();
        _receiver.Problems.Enqueue(new DeliveryOutcome("x answered HTTP 503"));
        _receiver.Problems.Enqueue(new DeliveryOutcome("x answered HTTP 503"));
        _receiver.Problems.Enqueue(new DeliveryOutcome("x answered HTTP 429", Pause: TimeSpan.FromMinutes(2)));
        Show("a");
        Show("a", "b");
        var start = _time.GetUtcNow();
        Assert.Equal(["appeared a", "appeared a", "appeared a", "appeared a"], [await NextAsync(), await NextAsync(), await NextAsync(), await NextAsync()]);
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        Assert.Equal("appeared b", await NextAsync());
        Assert.Equal(2, _receiver.Deliveries.Distinct().Count());
        Assert.Equal(["Warning 250: Notifications are not delivered: x answered HTTP 503", "Warning 250: Notifications are not delivered: x answered HTTP 429"],
            _log.Lines.Where(l => l.Contains(" 250: ", StringComparison.Ordinal)));
        Assert.Equal(1, _log.Count(251));
    }

    [Fact]
    public async Task Send_WillNotBeTaken_IsDroppedToldAndCounted()
    {
        Start(NotificationForm.Scanner);
        Show();
        _receiver.Problems.Enqueue(new DeliveryOutcome("x answered HTTP 400", IsFinal: true));
        Show("a", "b");
        Assert.Equal(["appeared a", "appeared b after 1 dropped"], [await NextAsync(), await NextAsync()]);
        Assert.Contains(_log.Lines, l => l == "Warning 252: 1 notifications were dropped, among them: ES101 a appeared");
    }

    /// <summary>Nobody takes anything for hours: the queue holds the last thousand changes, and says how many it gave up.</summary>
    [Fact]
    public async Task Send_ReceiverIsAwayForLong_DropsTheOldest()
    {
        Start(NotificationForm.Scanner);
        Show();
        _receiver.Problems.Enqueue(new DeliveryOutcome("x cannot be reached"));
        Show([.. Enumerable.Range(0, NotificationQueue.Most + 7).Select(i => $"ns-{i:0000}")]);
        Assert.Equal(["appeared ns-0007 after 7 dropped", "appeared ns-0007 after 7 dropped", "appeared ns-0008"], [await NextAsync(), await NextAsync(), await NextAsync()]);
        Assert.Contains(_log.Lines, l => l.StartsWith("Warning 252: 7 notifications were dropped, among them: ES101 ns-0000 appeared, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_LeadsNoMore_SendsNothingMore()
    {
        Start(NotificationForm.Scanner);
        Show();
        _receiver.Problems.Enqueue(new DeliveryOutcome("x cannot be reached"));
        Show("a");
        Assert.Equal("appeared a", await NextAsync());
        _election.IsLeader = false;
        _loop.Read(null);
        _time.Advance(TimeSpan.FromMinutes(1));
        _election.IsLeader = true;
        Show("a");
        Show("a", "b");
        Assert.Equal("appeared b", await NextAsync());
    }

    /// <summary>Alertmanager forgets what is not sent again, so that whatever stands is, from the first result on.</summary>
    [Fact]
    public async Task Alertmanager_Standing_IsSentAgainAndAgainInParts()
    {
        Start(NotificationForm.Alertmanager);
        var names = Enumerable.Range(0, 150).Select(i => $"ns-{i:000}").ToArray();
        Show(names);
        Assert.Equal(["100 firing", "50 firing"], [await NextAsync(), await NextAsync()]);
        Show(names[1..]);
        Assert.Equal("1 resolved", await NextAsync());
        _time.Advance(AlertmanagerForm.Resend);
        Show(names[1..]);
        Assert.Equal(["100 firing", "49 firing"], [await NextAsync(), await NextAsync()]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void Start(NotificationForm form)
    {
        var settings = new NotifySettings(new SecretText(null, "https://x/"), form, null, Severity.High, false, null);
        _receiver.Time = _time;
        _loop = new NotificationLoop(
            settings, _receiver, _election, new ClusterReference("https://x", null, null), new Heartbeats(_time), new Random(1), _time, new Logger(_log));
        _running = Task.Run(() => _loop.RunAsync(_stopping.Token));
    }

    private void Show(params string[] open) => _loop.Read(new PostureSnapshot(++_number, _time.GetUtcNow(), new ScanResult
    {
        Cluster = new ClusterReference("https://x", null, null),
        StartedAt = _time.GetUtcNow(),
        Duration = TimeSpan.Zero,
        Namespaces = [.. open.Select(n => new NamespacePosture { Name = n, Verdict = Verdict.Unprotected })],
        Findings = [.. open.Select(Find).Order(Finding.Order)],
    }, FullScanState.None with { LastResult = FullScanResult.Complete }));

    private static Finding Find(string ns) => new(
        "id-" + ns, "ES101", "PrivilegedAdmitted", Severity.High, new ResourceReference("v1", "Namespace", null, ns), "nothing denies it",
        new Remedy.RenewCredentials(), "https://x");

    private async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(s_limit, TimeProvider.System);
        var next = _receiver.Messages.Reader.ReadAsync(limit.Token).AsTask();
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token));
        }

        return await next;
    }

    private sealed class Logger(LogLines lines) : ILogger<NotificationLoop>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Log(logLevel, eventId, state, exception, formatter);
    }

    private sealed class Election : ILeaderElection
    {
        public bool IsLeader { get; set; } = true;

        public LeadershipState State => new LeadershipState.Leading();

        public Task RunAsync(Func<ILeaderTerm, Task> lead, CancellationToken stopping) => throw new NotSupportedException();
    }

    private sealed class Receiver : INotificationReceiver
    {
        public string Name => "x";

        public Queue<DeliveryOutcome> Problems { get; } = [];

        public List<string> Deliveries { get; } = [];

        public TimeProvider Time { get; set; } = null!;

        public Channel<string> Messages { get; } = Channel.CreateUnbounded<string>();

        public Task<DeliveryOutcome> SendAsync(string delivery, byte[] body, CancellationToken cancellationToken)
        {
            Deliveries.Add(delivery);
            using var json = JsonDocument.Parse(body);
            Messages.Writer.TryWrite(json.RootElement.ValueKind == JsonValueKind.Array ? Alerts(json.RootElement) : Change(json.RootElement));
            return Task.FromResult(Problems.TryDequeue(out var problem) ? problem : DeliveryOutcome.Delivered);
        }

        private static string Change(JsonElement message)
        {
            var name = message.GetProperty("finding").GetProperty("resource").GetProperty("name").GetString();
            var dropped = message.GetProperty("dropped").GetInt32();
            return $"{message.GetProperty("change").GetString()} {name}{(dropped > 0 ? $" after {dropped} dropped" : "")}";
        }

        private string Alerts(JsonElement alerts)
        {
            var over = alerts.EnumerateArray().Count(a => a.GetProperty("endsAt").GetDateTimeOffset() <= Time.GetUtcNow());
            return over > 0 ? $"{over} resolved" : $"{alerts.GetArrayLength()} firing";
        }
    }
}
