using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core;
using Scanner.Core.Admission.Verdicts;
using Scanner.IntegrationTests.Programs;
using Scanner.Publishing.Notifications;
using Scanner.Simulator;
using Scanner.Simulator.Scenario;
using Scanner.Tests.Worker.Notifications;
using Scanner.Worker.Settings;

namespace Scanner.IntegrationTests.Worker;

/// <summary>A worker on a simulated server tells a receiver on loopback, over TLS.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerNotificationTests : IAsyncLifetime
{
    private const string Secret = "0123456789abcdef-secret";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly TestReceiver _receiver = new(tls: true);
    private readonly string _authority = Path.GetTempFileName();
    private SimulatedApiServer _server = null!;
    private WorkerRig? _worker;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_authority, _receiver.CertificatePem);
        _server = await SampleServer.StartAsync(new SimulatorOptions { Version = KubernetesVersion.V1_36, TimeProvider = _time }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
        File.Delete(_authority);
    }

    /// <summary>What the first picture holds is known already; a loss and its end are told, and nothing that is secret is logged.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task ProtectionLostAndRegained_IsTold_AndNothingThatStoodBefore()
    {
        var worker = await StartAsync(NotificationForm.Scanner);
        await worker.PassAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(0.5));
        Assert.Empty(_receiver.Received);
        await RelabelAsync(worker, null, Verdict.Unprotected);
        await worker.UntilAsync(() => Changes().Contains("appeared ES106 psa-baseline"), "the loss to be told");
        await RelabelAsync(worker, "baseline", Verdict.Protected);
        await worker.UntilAsync(() => Changes().Contains("gone ES106 psa-baseline"), "its end to be told");
        Assert.All(_receiver.Received, r => Assert.Equal(
            WebhookSignature.Of(Secret, r.Headers[WebhookSignature.TimestampHeader], System.Text.Encoding.UTF8.GetBytes(r.Body)), r.Headers[WebhookSignature.SignatureHeader]));
        Assert.All(Changes(), c => Assert.Contains("psa-baseline", c, StringComparison.Ordinal));
        Assert.DoesNotContain(worker.Log.Lines, l => l.Contains("T0P-SECRET", StringComparison.Ordinal) || l.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>Alertmanager gets what stands, a loss as well as what was there at the start.</summary>
    [InProcessFact(Why = InProcess.Clock)]
    public async Task Alertmanager_GetsAllThatStands()
    {
        var worker = await StartAsync(NotificationForm.Alertmanager);
        var wanted = worker.Snapshot.Scan.Findings.Where(f => f.Severity >= Severity.High && f.Exception is null).Select(f => f.Id).ToHashSet();
        await worker.UntilAsync(() => Alerts().IsSupersetOf(wanted), "what stands to be told", TimeSpan.FromSeconds(1));
        Assert.Subset(wanted, Alerts());
        Assert.All(_receiver.Received, r => Assert.EndsWith("/api/v2/alerts HTTP/1.1", r.Target, StringComparison.Ordinal));
    }

    private async Task<WorkerRig> StartAsync(NotificationForm form)
    {
        var notify = new NotifySettings(new SecretText(null, _receiver.Url), form, new SecretText(null, Secret), Severity.High, false, _authority);
        _worker = await WorkerRig.StartAsync(_server, _time, s => s with { LeaderElection = false, Events = false, Notify = notify });
        await _worker.SnapshotAsync(WorkerRig.IsScanned, "the first snapshot");
        return _worker;
    }

    private async Task RelabelAsync(WorkerRig worker, string? label, Verdict verdict)
    {
        _server.Store.SetLabel("psa-baseline", StoreChanges.Enforce, label);
        await worker.SnapshotAsync(s => s.Scan.Namespaces.Single(n => n.Name == "psa-baseline").Verdict == verdict, $"the verdict {verdict}");
    }

    private HashSet<string> Alerts() => [.. _receiver.Received.SelectMany(r =>
        JsonDocument.Parse(r.Body).RootElement.EnumerateArray().Select(a => a.GetProperty("labels").GetProperty("finding").GetString()!))];

    private List<string> Changes() => [.. _receiver.Received.Select(r => JsonDocument.Parse(r.Body).RootElement).Select(m =>
        $"{m.GetProperty("change").GetString()} {m.GetProperty("finding").GetProperty("rule").GetString()} {m.GetProperty("finding").GetProperty("resource").GetProperty("name").GetString()}")];
}
