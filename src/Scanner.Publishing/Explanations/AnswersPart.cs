using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Publishing.Explanations;

/// <summary>What the server answered when it was asked, in a line for each question.</summary>
internal static class AnswersPart
{
    public static void Write(NamespacePosture ns, Page page)
    {
        if (ns.Targets.IsEmpty && ns.SkippedPods.IsEmpty)
            return;
        page.Head("What answered");
        foreach (var target in ns.Targets)
        {
            page.Say($"Pod {target.Pod} ({target.Workload}):");
            foreach (var probe in target.Probes)
                page.Say(Answer(probe), "    ");
        }

        foreach (var reason in ns.SkippedPods.GroupBy(s => s.Reason))
            page.Say($"Not asked, {reason.Key}: {string.Join(", ", reason.Take(3).Select(s => s.Pod))}{(reason.Count() > 3 ? $" and {reason.Count() - 3} more" : "")}");
        if (ns.RegularControl is RegularControl.Admitted or RegularControl.Denied)
            page.Say($"A privileged regular container in a new pod: {ns.RegularControl}{(ns.RegularControlDeniedBy is { } by ? $" by {Who(by.Layer, by)}: {by.Message}" : "")}");
    }

    private static string Answer(ProbeResult probe)
    {
        var image = probe.Image is { } own ? $" with image {own}" : "";
        var by = probe.Layer is { } layer ? $" by {Who(layer, probe.DeniedBy)}" : "";
        var message = probe.Message is { Length: > 0 } text ? $": {text}" : "";
        var warnings = probe.Warnings.IsEmpty ? "" : $"; warned: {string.Join("; ", probe.Warnings)}";
        return $"{ProbeProfileNames.Of(probe.Profile)}{image}: {probe.Outcome}{by}{message}{warnings}";
    }

    private static string Who(Layer layer, DeniedBy? by) => by is { Name.Length: > 0 } ? $"{layer} {by.Name}" : layer.ToString();
}
