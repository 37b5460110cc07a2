using System.Collections.Immutable;
using System.Text;
using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Publishing;
using Scanner.Publishing.Formats;
using Scanner.Publishing.Reports;
using Scanner.Publishing.Terminal;
using Scanner.Usage;

namespace Scanner.Cli.Outputs;

/// <summary>Where results go. Files are opened before the scan, so that one that cannot be written costs no scan.</summary>
internal sealed class ResultOutputs : IDisposable
{
    private readonly List<(IResultWriter Writer, TextWriter Target, string? File)> _outputs = [];

    private ResultOutputs()
    {
    }

    /// <param name="text">Makes what writes <c>-o table</c>, for a terminal or for a file.</param>
    /// <exception cref="UsageException">A file cannot be written.</exception>
    public static ResultOutputs Open(ImmutableArray<OutputTarget> targets, CliHost host, Func<TerminalTraits, IResultWriter> text)
    {
        var outputs = new ResultOutputs();
        try
        {
            foreach (var target in targets)
                outputs._outputs.Add((Writer(target, host, text), target.File is null ? host.Out : OpenFile(target.File), target.File));
            return outputs;
        }
        catch
        {
            outputs.Dispose();
            throw;
        }
    }

    /// <summary>Writes all that can be written.</summary>
    /// <exception cref="OutputException">One could not be written to its end; the others were.</exception>
    public void Write(ScanResult result)
    {
        OutputException? failure = null;
        foreach (var (writer, target, _) in _outputs)
        {
            try
            {
                writer.Write(result, target);
                target.Flush();
            }
            catch (OutputException e)
            {
                failure ??= e;
            }
        }

        if (failure is not null)
            throw failure;
    }

    /// <summary>Writes the result and, where it is incomplete, says so; the exit code.</summary>
    /// <param name="failOn">Null for <c>none</c>.</param>
    /// <exception cref="OutputException">As for <see cref="Write"/>.</exception>
    public int Finish(ScanResult result, Severity? failOn, TextWriter error)
    {
        Write(result);
        IncompleteNotice.Write(result, error);
        return ExitCode.Of(result, failOn);
    }

    public void Dispose()
    {
        foreach (var (_, target, file) in _outputs)
        {
            if (file is not null)
                target.Dispose();
        }
    }

    private static IResultWriter Writer(OutputTarget target, CliHost host, Func<TerminalTraits, IResultWriter> text) => target.Format switch
    {
        OutputFormat.Json => new JsonResultWriter(),
        OutputFormat.Yaml => new YamlResultWriter(),
        OutputFormat.PolicyReport => new PolicyReportWriter(ReportApi.PolicyWorkingGroup),
        _ => text(target.File is null ? host.Terminal : TerminalTraits.None),
    };

    // Kept as it was until the result is there: an interrupted scan does not destroy an earlier one.
    private static StreamWriter OpenFile(string path)
    {
        try
        {
            return new StreamWriter(new OutputStream(new LateTruncatingFile(path), PlainText.OneLine(path)), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"cannot write {path}: {PlainText.OneLine(e.Message)}", e);
        }
    }
}
