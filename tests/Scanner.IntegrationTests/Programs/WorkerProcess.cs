using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Programs;

/// <summary><c>scanner run</c> as a process of its own, seen as its users see it: log, endpoints, signals, exit code.</summary>
internal sealed partial class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _kubeconfig;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private readonly Task _reading;

    private WorkerProcess(Process process, string kubeconfig)
    {
        (_process, _kubeconfig) = (process, kubeconfig);
        process.StandardInput.Close();
        _reading = ReadAsync();
    }

    /// <summary>Where its endpoints are. Set once it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Where its posture is.</summary>
    public Uri WebUrl { get; private set; } = null!;

    public static Task<WorkerProcess> StartAsync(TestCluster cluster, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartAsync(cluster, TestUsers.Admin, "127.0.0.1", environment, arguments);

    /// <summary>Returns when it listens.</summary>
    /// <param name="webAddress">Of the posture.</param>
    /// <param name="environment">Its settings, but for the addresses and the rate limit.</param>
    public static async Task<WorkerProcess> StartAsync(
        TestCluster cluster, TestUser user, string webAddress, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, cluster.Kubeconfig(user));
        string[] all = ["run", "--kubeconfig", kubeconfig, "--listen", "127.0.0.1:0", "--web-listen", $"{webAddress}:0", "--rate-limit", "1000", .. arguments];
        var worker = new WorkerProcess(ProgramProcess.Start(ScannerBinary.PathOrBuilt, all, environment), kubeconfig);
        try
        {
            worker.Url = new Uri(UrlPattern().Match(await worker.LineAsync("Listening on ")).Value);
            var web = new Uri(UrlPattern().Match(await worker.LineAsync("The posture is at ")).Value);
            worker.WebUrl = new Uri($"http://127.0.0.1:{web.Port}");
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next line of its log that has <paramref name="text"/> in it.</summary>
    public async Task<string> LineAsync(string text) => (await LinesAsync(text))[0];

    /// <summary>The next lines of its log that have <paramref name="texts"/> in them, one for each, in whatever order they come.</summary>
    public async Task<string[]> LinesAsync(params string[] texts)
    {
        var found = new string?[texts.Length];
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
            {
                _seen.Add(line);
                var which = texts.Index().FirstOrDefault(t => found[t.Index] is null && line.Contains(t.Item, StringComparison.Ordinal), (Index: -1, Item: ""));
                if (which.Index >= 0)
                    found[which.Index] = line;
                if (!found.Contains(null))
                    return found!;
            }
        }
        catch (OperationCanceledException)
        {
            // told below
        }

        Assert.Fail($"waited in vain for '{string.Join("', '", texts.Where((_, i) => found[i] is null))}':\n{string.Join('\n', _seen)}");
        return [];
    }

    /// <summary>All of its log so far that was looked at, to see what is not in it.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>Sends SIGTERM, and returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = ProgramProcess.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
        await ProgramProcess.WaitAsync(kill);
        await ProgramProcess.WaitAsync(_process);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await ProgramProcess.WaitAsync(_process);
        await _reading;
        _process.Dispose();
        File.Delete(_kubeconfig);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
            _lines.Writer.TryWrite(line);
        _lines.Writer.Complete();
    }

    [GeneratedRegex("http://[0-9.:]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UrlPattern();
}
