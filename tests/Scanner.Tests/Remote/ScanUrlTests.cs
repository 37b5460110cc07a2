using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Scanner.Cli;
using Scanner.Tests.Cli;

namespace Scanner.Tests.Remote;

/// <summary><c>scan --url</c>: what a worker answered is printed as a scan is, and whatever else answers is one line.</summary>
public sealed class ScanUrlTests
{
    private const string Json = "application/json; charset=utf-8";

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task Scan_AWorkersAnswer_PrintsAsTheScanDid(string format)
    {
        var (scan, text) = await ScanAsync();
        var direct = await CliRun.AgainstAsync(new ScriptedCluster(), default, "scan", "-o", format);
        await using var worker = await StandInWorker.StartAsync(200, Json, text);
        var fetched = await CliRun.Async("scan", "--url", worker.Url, "-o", format);
        Assert.Equal((scan.Code, scan.Error), (fetched.Code, fetched.Error));
        Assert.Equal(WithoutTimes(direct.Output), WithoutTimes(fetched.Output));
        Assert.Equal(["/api/v1/posture"], worker.Requests);
    }

    [Theory]
    [InlineData("", "/api/v1/posture")]
    [InlineData("/", "/api/v1/posture")]
    [InlineData("/api/v1/posture", "/api/v1/posture")]
    [InlineData("/api/v1/namespaces/scanner/pods/x:8081/proxy/", "/api/v1/namespaces/scanner/pods/x:8081/proxy/api/v1/posture")]
    public async Task Scan_Address_IsTakenWithAndWithoutThePath(string path, string asked)
    {
        await using var worker = await StandInWorker.StartAsync(404, "text/plain", "no");
        await CliRun.Async("scan", "--url", worker.Url + path);
        Assert.Equal([asked], worker.Requests);
    }

    [Theory]
    [InlineData("none", ExitCode.Incomplete)]
    [InlineData("high", ExitCode.Findings)]
    public async Task Scan_FailOn_DecidesTheExitCode(string failOn, int code)
    {
        var (_, text) = await ScanAsync();
        await using var worker = await StandInWorker.StartAsync(200, Json, text);
        var run = await CliRun.Async("scan", "--url", worker.Url, "--fail-on", failOn, "-o", "json");
        Assert.Equal(code, run.Code);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>", "answers something that is no posture of a worker: it is not JSON")]
    [InlineData(200, Json, "{}", "answers something that is no posture of a worker")]
    [InlineData(200, Json, "{\"kind\":\"Status\"}", "answers something that is no posture of a worker")]
    [InlineData(200, Json, "\u001b[2J", "answers something that is no posture of a worker")]
    [InlineData(200, Json, "", "answers something that is no posture of a worker")]
    [InlineData(200, Json, "null", "answers something that is no posture of a worker")]
    [InlineData(404, "text/plain", "no", "answers HTTP 404, so it is no posture of a worker (--web-listen, by default port 8081)")]
    [InlineData(302, "text/plain", "", "answers HTTP 302")]
    [InlineData(500, "text/plain", "", "answers HTTP 500")]
    [InlineData(401, "text/plain", "", "wants a bearer token of the cluster: give --token or --token-file")]
    [InlineData(403, "text/plain", "no\u001b[2J right", "refuses: no\\u001b[2J right. To let somebody in grant the rule {nonResourceURLs: [\"/ephemeral-scanner/posture\"], verbs: [\"get\"]}")]
    [InlineData(503, "text/plain", "no snapshot yet\nx", "has no answer yet: no snapshot yet x")]
    public async Task Scan_AnythingElse_IsOneLineAndIncomplete(int status, string contentType, string body, string message)
    {
        await using var worker = await StandInWorker.StartAsync(status, contentType, body);
        var run = await CliRun.Async("scan", "--url", worker.Url);
        Assert.Equal((ExitCode.Incomplete, ""), (run.Code, run.Output));
        Assert.StartsWith($"scanner: {worker.Url}/api/v1/posture: {message}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Fact]
    public async Task Scan_NewerVersion_SaysSo()
    {
        var (_, text) = await ScanAsync();
        var json = JsonNode.Parse(text)!;
        json["schemaVersion"] = 2;
        await using var worker = await StandInWorker.StartAsync(200, Json, json.ToJsonString());
        var run = await CliRun.Async("scan", "--url", worker.Url);
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.EndsWith("answers something that is no posture of a worker: its schemaVersion is 2, and this program knows 1\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_NobodyThere_IsOneLineAndIncomplete()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var run = await CliRun.Async("scan", "--url", $"http://127.0.0.1:{port}", "-o", "json");
        Assert.Equal((ExitCode.Incomplete, ""), (run.Code, run.Output));
        Assert.Equal($"scanner: http://127.0.0.1:{port}/api/v1/posture: cannot be reached: Connection refused; is kubectl port-forward running?\n", run.Error);
    }

    [Fact]
    public async Task Scan_NoAnswerInTime_IsOneLineAndIncomplete()
    {
        await using var worker = await StandInWorker.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        var run = await CliRun.Async("scan", "--url", worker.Url, "--request-timeout", "50ms");
        Assert.Equal(ExitCode.Incomplete, run.Code);
        Assert.EndsWith("no answer within 0.05 s (--request-timeout)\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_BrokenOffAnswer_IsOneLineAndIncomplete()
    {
        await using var worker = await StandInWorker.StartAsync(async context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = (Json, 1000);
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var run = await CliRun.Async("scan", "--url", worker.Url);
        Assert.Equal((ExitCode.Incomplete, ""), (run.Code, run.Output));
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--token", "s3cret")]
    [InlineData("--token-file", "s3cret\n")]
    public async Task Scan_Token_GoesToLoopbackAndIsNeverPrinted(string flag, string token)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, token);
        await using var worker = await StandInWorker.StartAsync(401, "text/plain", "");
        var run = await CliRun.Async("scan", "--url", worker.Url, flag, flag == "--token" ? token : file);
        File.Delete(file);
        Assert.Equal(["/api/v1/posture Bearer s3cret"], worker.Requests);
        Assert.Contains("does not know the token", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", 0, "")]
    [InlineData("false", 0, "scanner: the replica that answered does not lead any more, so what has changed since is not in its answer\n")]
    [InlineData("true", 7, "scanner: the answer is 7 minutes old: the worker composes no new ones\n")]
    public async Task Scan_AnswerThatMayBeOld_SaysSo(string leads, int age, string notice)
    {
        var (scan, text) = await ScanAsync();
        var now = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        await using var worker = await StandInWorker.StartAsync(
            200, Json, text, ("Ephemeral-Scanner-Leads", leads), ("Date", now.ToString("R")), ("Last-Modified", now.AddMinutes(-age).ToString("R")));
        var run = await CliRun.Async("scan", "--url", worker.Url);
        Assert.Equal(scan.Error + notice, run.Error);
    }

    [Fact]
    public async Task Scan_Interrupted_EndsAsAScanDoes()
    {
        using var stop = new CancellationTokenSource();
        await using var worker = await StandInWorker.StartAsync(async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        var run = await CliRun.AgainstAsync(new ScriptedCluster(), stop.Token, "scan", "--url", worker.Url);
        Assert.Equal((ExitCode.Interrupted, ""), (run.Code, run.Output));
    }

    /// <summary>A scan of a small cluster in which something is missing, and its JSON.</summary>
    private static async Task<(CliRun Scan, string Json)> ScanAsync()
    {
        var scan = await CliRun.AgainstAsync(new ScriptedCluster(), default, "scan", "-o", "json");
        return (scan, scan.Output);
    }

    private static string WithoutTimes(string text) => string.Join(
        '\n', text.Split('\n').Where(l => !l.Contains("startedAt", StringComparison.Ordinal) && !l.Contains("durationSeconds", StringComparison.Ordinal)));
}
