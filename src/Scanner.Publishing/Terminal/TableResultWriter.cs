using Scanner.Core;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Terminal;

/// <summary><c>-o table</c>: namespaces, worst first, ephemeral containers, findings, what is missing, the sum, and what to do next.</summary>
/// <param name="code">The exit code of each outcome; null where nobody waits for one.</param>
public sealed class TableResultWriter(TerminalTraits terminal, TimeProvider time, TableView view, Func<ScanOutcome, int>? code = null) : IResultWriter
{
    private const int MostEphemeralContainers = 5;

    private WholeNames _names = WholeNames.None;

    public void Write(ScanResult result, TextWriter output)
    {
        var named = view.Of(result);
        _names = named.Names;
        if (!result.Namespaces.IsEmpty)
            new NamespacesSection(terminal, named).Write(result, output);
        if (!IsUnreached(result))
        {
            WriteEphemeralContainers(result, output);
            new PoliciesSection(terminal, named).Write(result, output);
        }

        new FindingsSection(terminal, named).Write(result, output);
        WriteMissing(result, output);
        if (!IsUnreached(result))
            WriteSummary(result, output);
        if (code is not null)
            Line(view.ExitLine(result, code), output);
        if (!IsUnreached(result))
        {
            output.WriteLine();
            new NextSteps(terminal, named).Write(result, output);
        }
    }

    private static bool IsUnreached(ScanResult result) => result.Namespaces.IsEmpty && !result.Errors.IsEmpty;

    private void WriteEphemeralContainers(ScanResult result, TextWriter output)
    {
        if (result.EphemeralContainers.IsEmpty)
        {
            if (result.Errors.IsEmpty)
                output.WriteLine("No ephemeral containers in any pod.");
            else
                output.WriteLine("No ephemeral containers seen, but not every pod could be listed.");
            output.WriteLine();
            return;
        }

        var table = new TextTable(terminal, "NAMESPACE", "POD", "EPHEMERAL CONTAINER", "STATE", "PRIVILEGED", "LEVEL", "IMAGE", "ADDED BY", "AGE");
        var shown = view.All ? result.EphemeralContainers : [.. result.EphemeralContainers.OrderBy(Calmness).Take(MostEphemeralContainers)];
        foreach (var record in shown)
        {
            var container = record.Container;
            table.AddRow(
                (record.Namespace, Tone.Plain),
                (record.Pod, Tone.Plain),
                (container.Name, Tone.Plain),
                (container.State.ToString(), Tone.Plain),
                (container.Privileged ? "yes" : "no", container.Privileged ? Tone.Bad : Tone.Plain),
                (container.PodSecurityLevel.ToString().ToLowerInvariant(), Tone.Plain),
                (container.Image ?? "", Tone.Plain),
                (container.Manager ?? "unknown", Tone.Plain),
                (Age.Of(container.Since, time.GetUtcNow()), Tone.Plain));
        }

        table.Write(output);
        var hidden = result.EphemeralContainers.Length - shown.Length;
        if (hidden > 0)
            Line($"and {Count(hidden, "ephemeral container")} more: --all shows every one", output);
        output.WriteLine();
    }

    // What is privileged and may still run comes first; the order of equals stays as it was.
    private static int Calmness(EphemeralContainerRecord record) =>
        (record.Container.Privileged ? 0 : 2) + (record.Container.State == ContainerState.Terminated ? 1 : 0);

    private void WriteMissing(ScanResult result, TextWriter output)
    {
        foreach (var error in result.Errors)
            Line($"Missing: {error.Step}: {error.Message}", output);
        var open = result.Totals.CouldNotBeAsked;
        if (open > 0)
            Line($"Missing: {Count(open, "namespace")} could not be judged (NoPermission, Timeout or Error above)", output);
        if (!result.Complete)
        {
            output.WriteLine("The scan is incomplete: the absence of a finding proves nothing.");
            output.WriteLine();
        }

        if (!result.NotRead.IsEmpty)
        {
            Line($"Not looked at: {string.Join(", ", result.NotRead)}", output);
            output.WriteLine();
        }
    }

    private void WriteSummary(ScanResult result, TextWriter output)
    {
        var totals = result.Totals;
        var verdicts = totals.Verdicts.Where(v => v.Value > 0).Select(v => $"{v.Value} {v.Key}");
        Line($"{Count(totals.Namespaces, "namespace")}{Join(": ", verdicts)}", output);
        var open = totals.OpenFindings.Values.Sum();
        var accepted = result.Findings.Length - open;
        var findings = totals.OpenFindings.Where(f => f.Value > 0).Select(f => $"{f.Value} {f.Key.ToString().ToLowerInvariant()}");
        Line($"{Count(open, "finding")}{Join(": ", findings)}{(accepted > 0 ? $"; {accepted} more accepted by exceptions" : "")}", output);
    }

    private void Line(string text, TextWriter output) => TextFlow.Write(output, PlainText.OneLine(text), terminal.OutWidth, _names);

    private static string Join(string before, IEnumerable<string> parts)
    {
        var text = string.Join(", ", parts);
        return text.Length > 0 ? before + text : "";
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
