using System.ComponentModel;
using System.Diagnostics;

namespace Scanner.ApiServer.Connections.Processes;

/// <summary>Runs programs of this machine.</summary>
internal sealed class ProcessRunner(TimeProvider clock) : IProcessRunner
{
    private const int ErrorOutputKept = 4096;

    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        using var process = Start(request);
        using var timeLimit = new CancellationTokenSource(request.TimeLimit, clock);
        using var bounds = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, cancellationToken);
        // The death of the tree closes the pipes, so that readers end even where a pending read cannot be cancelled.
        await using var kill = bounds.Token.Register(() => Kill(process));
        var errors = ReadErrorsAsync(process.StandardError, request.Prompts, bounds.Token);
        try
        {
            var output = await ReadOutputAsync(process.StandardOutput.BaseStream, request.OutputLimit, bounds.Token);
            if (output is null)
            {
                await bounds.CancelAsync();
                return new ProcessResult(ProcessEnd.WroteTooMuch, -1, default, await errors);
            }

            var errorOutput = await errors;
            bounds.Token.ThrowIfCancellationRequested();
            await process.WaitForExitAsync(bounds.Token);
            return new ProcessResult(ProcessEnd.Exited, process.ExitCode, output.Value, errorOutput);
        }
        catch (OperationCanceledException) when (timeLimit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ProcessResult(ProcessEnd.TimedOut, -1, default, await errors);
        }
        finally
        {
            Kill(process);
        }
    }

    private static Process Start(ProcessRequest request)
    {
        var start = new ProcessStartInfo(request.Executable, request.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = request.Prompts is null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in request.Variables)
            start.Environment[name] = value;
        try
        {
            var process = Process.Start(start) ?? throw new IOException("it did not start");
            if (request.Prompts is null)
                process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadOutputAsync(Stream output, int limit, CancellationToken cancellationToken)
    {
        var all = new MemoryStream();
        var buffer = new byte[4096];
        while (await output.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (all.Length + count > limit)
                return null;
            all.Write(buffer, 0, count);
        }

        return all.GetBuffer().AsMemory(0, (int)all.Length);
    }

    // Ends quietly when the bounds are passed: what was read until then is what the message needs.
    private static async Task<string> ReadErrorsAsync(StreamReader errors, TextWriter? prompts, CancellationToken cancellationToken)
    {
        var kept = "";
        var buffer = new char[1024];
        try
        {
            while (await errors.ReadAsync(buffer.AsMemory(), cancellationToken) is > 0 and var count)
            {
                kept += new string(buffer, 0, count);
                if (kept.Length > ErrorOutputKept)
                    kept = kept[^ErrorOutputKept..];
                if (prompts is not null)
                {
                    await prompts.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                    await prompts.FlushAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        return kept;
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in this moment, or belongs to another user; nothing more can be done.
        }
    }
}
