using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Scanner.IntegrationTests.Programs;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>A real Prometheus that scrapes one target every second and evaluates the alerts as often.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;
    private readonly Task _draining;
    private readonly HttpClient _http;

    private PrometheusServer(Process process, string folder, Uri url)
    {
        (_process, _folder) = (process, folder);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };
        _draining = process.StandardError.ReadToEndAsync();
    }

    /// <param name="target">Where the metrics are.</param>
    /// <param name="rules">Path of a rules file.</param>
    public static async Task<PrometheusServer> StartAsync(Uri target, string rules)
    {
        var program = PrometheusTools.Find(PrometheusTools.Server);
        var folder = Directory.CreateTempSubdirectory().FullName;
        var config = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(config, $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: ["{{rules}}"]
            scrape_configs:
            - job_name: ephemeral-scanner
              static_configs:
              - targets: ["{{target.Authority}}"]
                labels: {cluster: sample}
            """);
        var process = ProgramProcess.Start(
            program, ["--config.file", config, "--storage.tsdb.path", Path.Combine(folder, "data"), "--web.listen-address", "127.0.0.1:0"]);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(s_limit);
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (ListeningPattern().Match(line) is { Success: true } listening)
            {
                var server = new PrometheusServer(process, folder, new Uri($"http://{listening.Groups["address"].Value}"));
                await server.UntilReadyAsync();
                return server;
            }
        }

        throw new InvalidOperationException("prometheus did not start");
    }

    // It listens before it has read its own data, and answers 503 until then.
    private async Task UntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            using var response = await _http.GetAsync("/-/ready", limit.Token);
            if (response.IsSuccessStatusCode)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>The samples that a query gives now; fails the test where the query is none.</summary>
    public async Task<ImmutableArray<PrometheusSample>> QueryAsync(string expression)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("query", expression)]);
        using var response = await _http.PostAsync("/api/v1/query", form);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.True(answer.RootElement.GetProperty("status").GetString() == "success", $"{expression}\n{answer.RootElement}");
        return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(Sample)];
    }

    /// <summary>Asks until the query gives a sample.</summary>
    public async Task UntilAsync(string expression)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while ((await QueryAsync(expression)).IsEmpty)
        {
            Assert.False(limit.IsCancellationRequested, $"waited in vain for {expression}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await ProgramProcess.WaitAsync(_process);
        await _draining;
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static PrometheusSample Sample(JsonElement result) => new(
        result.GetProperty("metric").EnumerateObject().ToImmutableSortedDictionary(l => l.Name, l => l.Value.GetString()!, StringComparer.Ordinal),
        double.Parse(result.GetProperty("value")[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));

    [GeneratedRegex("\"Listening on\" address=(?<address>[0-9.:]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListeningPattern();
}
