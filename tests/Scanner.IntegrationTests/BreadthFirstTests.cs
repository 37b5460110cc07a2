using Scanner.Fixtures;
using Scanner.IntegrationTests.Programs;
using Scanner.Probing;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests;

/// <summary>Every namespace is asked the question that says most before any is asked its second.</summary>
public sealed class BreadthFirstTests : IAsyncLifetime
{
    private SimulatedApiServer _server = null!;

    public async Task InitializeAsync() => _server = await SampleServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scan_Probes_GoOnceRoundBeforeAnySecondOne()
    {
        await ScannerRun.WithKubeconfigAsync(_server.Kubeconfig(), "scan", "--concurrency", "1", "-o", "json");
        var asked = _server.Requests.Where(r => r.IsDryRun).ToList();
        var namespaces = asked.Select(NamespaceOf).Distinct().Count();
        Assert.Equal(25, namespaces);
        Assert.Equal(namespaces, asked.Take(namespaces).Select(NamespaceOf).Distinct().Count());
        Assert.All(asked.Take(namespaces), IsFirstQuestion);
        // The first answer is used, not asked for again; only with another image.
        Assert.Equal(namespaces, asked.Count(r => IsPrivilegedProbe(r) && r.Body!.Contains(ScanOptions.DefaultProbeImage, StringComparison.Ordinal)));
    }

    [InProcessFact(Why = InProcess.Interruption)]
    public async Task Scan_InterruptedAfterTheFirstRound_TellsWhatOneAnswerProves()
    {
        var second = _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = 1000, When = r => r.IsDryRun && !IsPrivilegedProbe(r) });
        using var stop = new CancellationTokenSource();
        var scan = ScannerRun.UntilAsync(_server.Kubeconfig(), stop.Token, "scan", "--concurrency", "1", "-o", "json");
        await Task.WhenAny(second.Reached, scan);
        await stop.CancelAsync();
        var run = await scan;
        second.Release();
        Assert.Equal(130, run.ExitCode);
        var full = ScenarioVerdicts.AsAsked(true);
        Assert.All(run.Verdicts(), v => Assert.Equal(Interrupted(full[v.Key]), v.Value.Split(' ')[0]));
    }

    // What a webhook or an admission policy denies it may deny for the image.
    private static string Interrupted(string full) => full.Split(' ') switch
    {
        ["Protected" or "Blocked", "Webhook" or "ValidatingAdmissionPolicy", ..] => "Unknown",
        [var verdict, ..] => verdict,
        _ => throw new InvalidOperationException(full),
    };

    private static void IsFirstQuestion(ReceivedRequest request) => Assert.True(IsPrivilegedProbe(request), request.Path);

    private static bool IsPrivilegedProbe(ReceivedRequest request) =>
        request.Method == "PATCH" && request.Body!.Contains("\"privileged\":true", StringComparison.Ordinal);

    private static string NamespaceOf(ReceivedRequest request) => request.Path.Split('/')[4];
}
