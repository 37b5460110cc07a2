using System.Text;
using Scanner.Core;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Terminal;

/// <summary>The text of <c>scanner probe</c>: each request, its answer, who gave it, and what follows.</summary>
public sealed class ProbeResultWriter(string probeImage) : IResultWriter
{
    public void Write(ScanResult result, TextWriter output)
    {
        foreach (var ns in result.Namespaces)
            WriteNamespace(ns, output);
        foreach (var error in result.Errors)
            output.WriteLine(PlainText.OneLine($"Missing: {error.Step}: {error.Message}"));
        foreach (var finding in result.Findings)
        {
            output.WriteLine($"{finding.Rule} {finding.Title} ({finding.Severity.ToString().ToLowerInvariant()}): {PlainText.OneLine(finding.Message)}");
            output.WriteLine($"  {finding.Severity.ToString().ToLowerInvariant()}, because {PlainText.OneLine(finding.SeverityBecause)}");
            if (finding.Exception is { } accepted)
                output.WriteLine($"  accepted{(accepted.Expires is { } last ? $" until {last:yyyy-MM-dd}" : "")}: {PlainText.OneLine(accepted.Reason)}");
            WriteIndented("fix", CommandRemedyText.Of(finding.Remedy), output);
        }
    }

    private void WriteNamespace(NamespacePosture ns, TextWriter output)
    {
        foreach (var target in ns.Targets)
        {
            output.WriteLine(PlainText.OneLine($"Pod {ns.Name}/{target.Pod} ({target.Workload})"));
            foreach (var probe in target.Probes)
                WriteProbe(ns.Name, target.Pod, probe, output);
            output.WriteLine();
        }

        foreach (var skipped in ns.SkippedPods)
            output.WriteLine(PlainText.OneLine($"Pod {ns.Name}/{skipped.Pod} was not probed: {skipped.Reason}"));
        if (!ns.SkippedPods.IsEmpty)
            output.WriteLine();
        WriteControl(ns, output);
        output.WriteLine(PlainText.OneLine($"Verdict of {ns.Name}: {VerdictStyle.Word(ns)}"));
        output.WriteLine($"  cause: {PlainText.OneLine(NamespaceExplanation.Cause(ns))}");
        WriteIndented("fix", NamespaceExplanation.Fix(ns) is { } fix ? CommandRemedyText.Of(fix) : "", output);
        output.WriteLine();
    }

    private void WriteProbe(string ns, string pod, ProbeResult probe, TextWriter output)
    {
        output.WriteLine($"  {ProbeProfileNames.Of(probe.Profile)}");
        output.WriteLine($"    request: PATCH /api/v1/namespaces/{PlainText.Visible(ns)}/pods/{PlainText.Visible(pod)}/ephemeralcontainers?dryRun=All");
        var patch = ProbeManifest.EphemeralContainerPatch(probe.Profile, ProbeNames.Any, probe.Image ?? probeImage);
        output.WriteLine($"             {PlainText.Visible(Encoding.UTF8.GetString(patch.Span))}");
        output.WriteLine($"    answer:  {(probe.Status == 0 ? "none" : $"HTTP {probe.Status}")}, {probe.Outcome}");
        if (probe.Message is { Length: > 0 } message)
            WriteIndented("  message", message, output);
        if (probe.Layer is { } layer)
            output.WriteLine($"    layer:   {layer}{(probe.DeniedBy is { Name.Length: > 0 } by ? " " + PlainText.OneLine(by.Name) : "")}");
        if (probe.DeniedBy is { Policies.IsEmpty: false } denied)
            output.WriteLine($"    policy:  {string.Join(", ", denied.Policies.Select(PlainText.OneLine))}");
        foreach (var warning in probe.Warnings)
            output.WriteLine($"    warning: {PlainText.OneLine(warning)}");
    }

    private static void WriteControl(NamespacePosture ns, TextWriter output)
    {
        if (ns.RegularControl is RegularControl.Unknown or RegularControl.NotAsked)
            return;
        var by = ns.RegularControlDeniedBy is { } denied ? " " + PlainText.OneLine($"by {denied.Layer} {denied.Name}: {denied.Message}") : "";
        output.WriteLine($"A privileged regular container in a new pod: {ns.RegularControl}{by}");
    }

    private static void WriteIndented(string label, string text, TextWriter output)
    {
        var lines = PlainText.Lines(text).Split('\n');
        output.WriteLine($"  {label}: {lines[0]}");
        foreach (var line in lines[1..])
            output.WriteLine(new string(' ', label.Length + 4) + line);
    }
}
