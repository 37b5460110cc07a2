using System.Collections.Concurrent;
using Scanner.Fixtures;
using Scanner.Simulator;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Scenario;

namespace Scanner.IntegrationTests;

/// <summary>A server that misbehaves, simulated: the verdicts stay true, or say Unknown and why.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private SimulatedApiServer _server = null!;

    public async Task InitializeAsync() => _server = await SampleServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(FaultKind.TooManyRequests)]
    [InlineData(FaultKind.TooManyRequestsStatus)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.CloseConnection)]
    public async Task Scan_ListFailsOnce_IsRepeatedAndComplete(FaultKind kind)
    {
        var fault = _server.Faults.Add(new Fault { Kind = kind, RetryAfterSeconds = 1, When = r => r.Method == "GET" && r.Path == "/api/v1/pods" });
        var run = await ScanAsync();
        Assert.Equal(1, fault.Hits);
        Assert.Equal(ScenarioVerdicts.AsAsked(true).OrderBy(v => v.Key), run.Verdicts().OrderBy(v => v.Key));
        Assert.True(run.Json.GetProperty("scan").GetProperty("complete").GetBoolean());
    }

    [Theory]
    [InlineData(FaultKind.BadJson)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.ServerError)]
    public async Task Scan_PodsCannotBeListed_NothingPassesForEmptyOrGood(FaultKind kind)
    {
        _server.Faults.Add(new Fault { Kind = kind, Times = 100, When = r => r.Path == "/api/v1/pods" });
        var run = await ScanAsync();
        Assert.Equal(3, run.ExitCode);
        Assert.All(run.Verdicts().Values, v => Assert.Equal("Unknown Error - Unknown", v));
        Assert.False(run.Json.GetProperty("scan").GetProperty("complete").GetBoolean());
        Assert.Equal("list pods", run.Json.GetProperty("scan").GetProperty("errors")[0].GetProperty("step").GetString());
    }

    [Fact]
    public async Task Scan_ProbeOfOneNamespaceFails_TheOthersAreJudged()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 500, Message = "boom", Times = 100, When = r => r.Path.Contains("/namespaces/psa-baseline/", StringComparison.Ordinal) });
        var run = await ScanAsync();
        var expected = ScenarioVerdicts.AsAsked(true);
        expected["psa-baseline"] = "Unknown Error - Unknown";
        Assert.Equal(expected.OrderBy(v => v.Key), run.Verdicts().OrderBy(v => v.Key));
        Assert.False(run.Json.GetProperty("scan").GetProperty("complete").GetBoolean());
    }

    /// <summary>A proxy without its backend answers in the words of a server that lacks the subresource, which is no reason to be content.</summary>
    [Fact]
    public async Task Scan_ProxyAnswersProbesWithNotFound_CouldNotBeAsked()
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.ProxyNotFound, Message = "404 page not found", Times = 1000, When = r => r.Method is "PATCH" or "POST" });
        var run = await ScanAsync();
        Assert.Equal(3, run.ExitCode);
        var expected = ScenarioVerdicts.AsAsked(true).ToDictionary(v => v.Key, v => v.Value.StartsWith("Unknown", StringComparison.Ordinal) ? v.Value : "Unknown Error - Unknown");
        Assert.Equal(expected.OrderBy(v => v.Key), run.Verdicts().OrderBy(v => v.Key));
    }

    /// <summary>Something in between turns refusals into HTTP 200 with the Status as the body.</summary>
    [Theory]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", "list clusterrolebindings")]
    [InlineData("/api/v1/pods", "list pods")]
    [InlineData("/api/v1/namespaces", "list namespaces")]
    public async Task Scan_RefusalOfAListComesAsASuccess_IsMissingAndNotEmpty(string path, string step)
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.FailureInSuccess, Message = "cluster agent is not connected", Times = 100, When = r => r.Path == path });
        var run = await ScanAsync();
        Assert.Equal(3, run.ExitCode);
        var error = run.Json.GetProperty("scan").GetProperty("errors")[0];
        Assert.Equal(step, error.GetProperty("step").GetString());
        Assert.Contains("cluster agent is not connected", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cluster agent is not connected", "Unknown Error - Unknown")]
    [InlineData("admission webhook \"guard.example.com\" denied the request: no debug containers", "Blocked Webhook guard.example.com NotAsked")]
    public async Task Scan_RefusalOfAProbeComesAsASuccess_IsARefusal(string message, string expected)
    {
        _server.Faults.Add(new Fault { Kind = FaultKind.FailureInSuccess, Message = message, Times = 100, When = r => r.Method == "PATCH" && r.Path.Contains("/namespaces/open/", StringComparison.Ordinal) });
        Assert.Equal(expected, (await ScanAsync()).Verdicts()["open"]);
    }

    /// <summary>A webhook with side effects: a real request may pass or not.</summary>
    [Fact]
    public async Task Scan_WebhookTakesNoDryRun_IsUnknownAndNoGuess()
    {
        const string Message = "admission webhook \"pods.guard.example.com\" does not support dry run";
        _server.Faults.Add(new Fault { Kind = FaultKind.ServerError, StatusCode = 400, Message = Message, Times = 100, When = r => r.IsDryRun });
        var run = await ScannerRun.WithKubeconfigAsync(_server.Kubeconfig(), "scan", "--no-rbac", "-n", "open", "--fail-on", "none", "-o", "json");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(["Unknown Error - Unknown"], run.Verdicts().Values);
        Assert.False(run.Json.GetProperty("scan").GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Scan_ConnectionBreaksUnderProbes_TheyAreAskedAgain()
    {
        var fault = _server.Faults.Add(new Fault { Kind = FaultKind.ConnectionReset, Times = 3, When = r => r.Method == "PATCH" && r.Path.Contains("/namespaces/open/", StringComparison.Ordinal) });
        var run = await ScanAsync();
        Assert.Equal(3, fault.Hits);
        Assert.Equal(ScenarioVerdicts.AsAsked(true).OrderBy(v => v.Key), run.Verdicts().OrderBy(v => v.Key));
    }

    [Fact]
    public async Task Scan_ProbesAreThrottled_WaitsAndIsComplete()
    {
        // Twice for each pod, and not so and so often in all: one probe must not get all the refusals.
        var seen = new ConcurrentDictionary<string, int>();
        var fault = _server.Faults.Add(new Fault
        {
            Kind = FaultKind.TooManyRequests,
            RetryAfterSeconds = 0,
            Times = int.MaxValue,
            When = r => r.Method == "PATCH" && seen.AddOrUpdate(r.Path, 1, (_, times) => times + 1) <= 2,
        });
        var run = await ScanAsync();
        Assert.Equal(2 * seen.Count, fault.Hits);
        Assert.NotEmpty(seen);
        Assert.Equal(ScenarioVerdicts.AsAsked(true).OrderBy(v => v.Key), run.Verdicts().OrderBy(v => v.Key));
    }

    [Fact]
    public async Task Scan_PodVanishesBeforeItsProbe_TheNextOneIsAsked()
    {
        var pod = _server.Store.Get("", "pods", "psa-baseline", "web")!.DeepClone().AsObject();
        pod["metadata"]!["name"] = "web-2";
        _server.Store.Apply(pod);
        var fault = _server.Faults.Add(new Fault { Kind = FaultKind.Hold, When = r => r.Path.EndsWith("/psa-baseline/pods/web/ephemeralcontainers", StringComparison.Ordinal) });
        var scan = ScannerRun.WithKubeconfigAsync(_server.Kubeconfig(), "scan", "-n", "psa-baseline", "--targets-per-namespace", "1", "-o", "json");
        var first = await Task.WhenAny(fault.Reached, scan);
        if (first == fault.Reached)
            _server.Store.Delete("", "pods", "psa-baseline", "web");
        fault.Release();
        var run = await scan;
        Assert.Equal(["Protected PodSecurity baseline:latest NotAsked"], run.Verdicts().Values);
    }

    [Fact]
    public async Task Scan_EveryPodVanishes_IsUnknownAndNotGood()
    {
        var fault = _server.Faults.Add(new Fault { Kind = FaultKind.Hold, When = r => r.Path.Contains("/psa-baseline/pods/web/", StringComparison.Ordinal) });
        var scan = ScannerRun.WithKubeconfigAsync(_server.Kubeconfig(), "scan", "--no-rbac", "-n", "psa-baseline", "-o", "json");
        await fault.Reached;
        _server.Store.Delete("", "pods", "psa-baseline", "web");
        fault.Release();
        var run = await scan;
        Assert.Equal(["Unknown Error - Unknown"], run.Verdicts().Values);
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public async Task Scan_AnswerTakesLongerThanTheLimit_IsUnknownTimeout()
    {
        var fault = _server.Faults.Add(new Fault { Kind = FaultKind.Hold, Times = 100, When = r => r.Path.Contains("/namespaces/open/pods/", StringComparison.Ordinal) });
        var run = await ScannerRun.WithKubeconfigAsync(_server.Kubeconfig(), "scan", "--no-rbac", "-n", "open", "--request-timeout", "2s", "-o", "json");
        fault.Release();
        Assert.Equal(["Unknown Timeout - Unknown"], run.Verdicts().Values);
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public async Task Scan_WithoutRegularControl_CreatesNothing()
    {
        var run = await ScannerRun.WithKubeconfigAsync(_server.Kubeconfig(), "scan", "--no-regular-control", "-o", "json");
        Assert.DoesNotContain(_server.Requests, r => r.Method == "POST");
        Assert.Equal("Unprotected - - Unknown", run.Verdicts()["hook-gap"]);
    }

    [Fact]
    public async Task Scan_ServerWithoutProtobuf_SaysTheSame()
    {
        await using var plain = await SampleServer.StartAsync(new SimulatorOptions { ServeProtobuf = false }, CancellationToken.None);
        var run = await ScannerRun.WithKubeconfigAsync(plain.Kubeconfig(), "scan", "-o", "json");
        Assert.Equal(ScenarioVerdicts.AsAsked(true).OrderBy(v => v.Key), run.Verdicts().OrderBy(v => v.Key));
        Assert.Equal(2, run.Json.GetProperty("ephemeralContainers").GetArrayLength());
    }

    [Fact]
    public async Task Scan_Probes_NameThemselves()
    {
        await ScannerRun.WithKubeconfigAsync(_server.Kubeconfig(), "scan", "-n", "open", "--probe-image", "example.com/probe:1", "--exhaustive", "-o", "json");
        var patches = _server.Requests.Where(r => r.Method == "PATCH").ToList();
        Assert.Equal(2, patches.Count);
        Assert.All(patches, p =>
        {
            Assert.Equal("/api/v1/namespaces/open/pods/web/ephemeralcontainers", p.Path);
            Assert.Equal("?dryRun=All&fieldManager=ephemeral-scanner&fieldValidation=Strict", p.Query);
            Assert.Equal("ephemeral-scanner", p.UserAgent);
            Assert.Equal("application/strategic-merge-patch+json", p.ContentType);
            Assert.Matches("\"name\":\"ephemeral-scanner-probe-[0-9a-f]{5}\",\"image\":\"example.com/probe:1\"", p.Body);
        });
    }

    private Task<ScannerRun> ScanAsync() => ScannerRun.WithKubeconfigAsync(_server.Kubeconfig(), "scan", "-o", "json", "--fail-on", "none");
}
