using System.Text;
using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Connections.Processes;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Ends_GivesOutputErrorsAndCode()
    {
        var result = await RunAsync("printf out; printf err >&2; exit 4");
        Assert.Equal((ProcessEnd.Exited, 4, "out", "err"), (result.End, result.ExitCode, Encoding.UTF8.GetString(result.Output.Span), result.ErrorOutput));
    }

    [Fact]
    public async Task Run_ReadsStandardInput_FindsItEmpty()
    {
        var result = await RunAsync("cat; echo done");
        Assert.Equal("done\n", Encoding.UTF8.GetString(result.Output.Span));
    }

    [Fact]
    public async Task Run_MuchErrorOutput_KeepsTheEnd()
    {
        var result = await RunAsync("i=0; while [ $i -lt 2000 ]; do echo line $i >&2; i=$((i + 1)); done");
        Assert.Equal(4096, result.ErrorOutput.Length);
        Assert.EndsWith("line 1999\n", result.ErrorOutput);
    }

    [Fact]
    public async Task Run_WritesTooMuch_IsStopped()
    {
        var result = await RunAsync("while :; do echo 0123456789; done");
        Assert.Equal(ProcessEnd.WroteTooMuch, result.End);
    }

    [Fact]
    public async Task Run_PassesItsTime_IsStoppedWithWhatItSaid()
    {
        using var started = new SignalWriter();
        var running = RunAsync("echo waiting >&2; sleep 1000", started);
        await started.Written;
        _clock.Advance(TimeSpan.FromSeconds(10));
        var result = await running;
        Assert.Equal((ProcessEnd.TimedOut, "waiting\n"), (result.End, result.ErrorOutput));
    }

    [Fact]
    public async Task Run_Cancelled_KillsTheWholeTree()
    {
        using var started = new SignalWriter();
        using var cancel = new CancellationTokenSource();
        var pipe = _folder.PathOf("pipe");

        // The grandchild holds the pipe open for as long as it lives, and opens it only when somebody reads.
        var running = RunAsync($"mkfifo {pipe}; sleep 1000 > {pipe} & echo ready >&2; wait", started, cancel.Token);
        await started.Written;
        await using var reader = File.OpenRead(pipe);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(0, await reader.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Run_CannotBeStarted_IsAnIOException()
    {
        var request = Request("", null) with { Executable = _folder.Write("text", "not a program") };
        await Assert.ThrowsAsync<IOException>(() => new ProcessRunner(_clock).RunAsync(request, default));
    }

    private Task<ProcessResult> RunAsync(string script, TextWriter? prompts = null, CancellationToken cancellationToken = default) =>
        new ProcessRunner(_clock).RunAsync(Request(script, prompts), cancellationToken);

    private static ProcessRequest Request(string script, TextWriter? prompts) => new()
    {
        Executable = "/bin/sh",
        Arguments = ["-c", script],
        Variables = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        Prompts = prompts,
        TimeLimit = TimeSpan.FromSeconds(10),
        OutputLimit = 1000,
    };

    /// <summary>Tells when something was written to it.</summary>
    private sealed class SignalWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Written => _written.Task.WaitAsync(TimeSpan.FromMinutes(1));

        public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
        {
            _written.TrySetResult(buffer.ToString());
            return Task.CompletedTask;
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
