using Scanner.Core;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Remedies;
using Scanner.Publishing.Documents;
using Spectre.Console;

namespace Scanner.Publishing.Terminal;

/// <summary><c>-o table</c>: namespaces, worst first, then ephemeral containers, then what is missing and the sum.</summary>
public sealed class TableResultWriter(TerminalTraits terminal, TimeProvider time) : IResultWriter
{
    private const string Brief = "enforce Pod Security baseline";

    public void Write(ScanResult result, TextWriter output)
    {
        if (!result.Namespaces.IsEmpty)
            WriteNamespaces(result, output);
        if (!IsUnreached(result))
            WriteEphemeralContainers(result, output);
        WriteMissing(result, output);
        if (!IsUnreached(result))
            WriteSummary(result, output);
    }

    private static bool IsUnreached(ScanResult result) => result.Namespaces.IsEmpty && !result.Errors.IsEmpty;

    private void WriteNamespaces(ScanResult result, TextWriter output)
    {
        // A column that says nobody, where nobody looked or no role was there to read, would say too much.
        string[] who = result.Exposures.IsEmpty ? [] : ["EXPOSED TO"];
        var table = new TextTable(terminal, ["NAMESPACE", "VERDICT", .. who, "CAUSE", "FIX"]);
        var exposures = result.Exposures.ToDictionary(e => e.Namespace);
        var brief = false;
        foreach (var ns in result.Namespaces.OrderBy(n => n.Verdict).ThenBy(n => n.Name, StringComparer.Ordinal))
        {
            // A command broken over lines cannot be copied; where nothing is wrapped each row has its own, ready to run.
            var remedy = NamespaceExplanation.Fix(ns);
            var shortened = terminal.OutWidth is null ? null : remedy as Remedy.EnforceBaseline;
            brief |= shortened is not null;
            var fix = shortened is not null ? Brief : remedy is not null ? CommandRemedyText.Of(remedy) : "";
            var exposed = exposures.TryGetValue(ns.Name, out var exposure) ? Exposed(exposure) : "";
            table.AddRow(
            [
                (ns.Name, null),
                (VerdictStyle.Word(ns), VerdictStyle.Colour(ns.Verdict)),
                .. who.Select(_ => (exposed, (Color?)null)),
                (PlainText.Shorten(NamespaceExplanation.Cause(ns), 160), null),
                (fix, null),
            ]);
        }

        table.Write(output);
        output.WriteLine();
        if (brief)
        {
            output.WriteLine($"To {Brief}: {RemedyText.Of(new Remedy.EnforceBaseline(null))}");
            output.WriteLine();
        }
    }

    /// <summary>The one with the widest right, and how many others.</summary>
    private static string Exposed(NamespaceExposure exposure)
    {
        var worst = ExposureFinder.WorstFirst(exposure).First().Subject;
        return exposure.Subjects.Length > 1 ? $"{worst} +{exposure.Subjects.Length - 1}" : worst.ToString();
    }

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
        foreach (var record in result.EphemeralContainers)
        {
            var container = record.Container;
            table.AddRow(
                (record.Namespace, null),
                (record.Pod, null),
                (container.Name, null),
                (container.State.ToString(), null),
                (container.Privileged ? "yes" : "no", container.Privileged ? Color.Red : null),
                (container.PodSecurityLevel.ToString().ToLowerInvariant(), null),
                (container.Image ?? "", null),
                (container.Manager ?? "unknown", null),
                (Age.Of(container.Since, time.GetUtcNow()), null));
        }

        table.Write(output);
        output.WriteLine();
    }

    private static void WriteMissing(ScanResult result, TextWriter output)
    {
        foreach (var error in result.Errors)
            output.WriteLine($"Missing: {error.Step}: {PlainText.OneLine(error.Message)}");
        var open = result.Totals.CouldNotBeAsked;
        if (open > 0)
            output.WriteLine($"Missing: {Count(open, "namespace")} could not be judged (NoPermission, Timeout or Error above)");
        if (!result.Complete)
        {
            output.WriteLine("The scan is incomplete: the absence of a finding proves nothing.");
            output.WriteLine();
        }

        if (!result.NotRead.IsEmpty)
        {
            output.WriteLine($"Not looked at: {string.Join(", ", result.NotRead.Select(k => PlainText.OneLine(k.ToString())))}");
            output.WriteLine();
        }
    }

    private static void WriteSummary(ScanResult result, TextWriter output)
    {
        var totals = result.Totals;
        var verdicts = totals.Verdicts.Where(v => v.Value > 0).Select(v => $"{v.Value} {v.Key}");
        output.WriteLine($"{Count(totals.Namespaces, "namespace")}{Join(": ", verdicts)}");
        var open = totals.OpenFindings.Values.Sum();
        var accepted = result.Findings.Length - open;
        var findings = totals.OpenFindings.Where(f => f.Value > 0).Select(f => $"{f.Value} {f.Key.ToString().ToLowerInvariant()}");
        output.WriteLine($"{Count(open, "finding")}{Join(": ", findings)}{(accepted > 0 ? $"; {accepted} more accepted by exceptions" : "")}");
    }

    private static string Join(string before, IEnumerable<string> parts)
    {
        var text = string.Join(", ", parts);
        return text.Length > 0 ? before + text : "";
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
