using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Index;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Terminal;

/// <summary><c>rbac -o table</c>: who can add ephemeral containers, the control plane apart, then who could come by it.</summary>
/// <param name="verified">The server was asked about every line.</param>
/// <param name="code">The exit code of each outcome.</param>
public sealed class RbacTableWriter(TerminalTraits terminal, bool verified, TableView view, Func<ScanOutcome, int> code) : IResultWriter
{
    private WholeNames _names = WholeNames.None;

    public void Write(ScanResult result, TextWriter output)
    {
        var named = view.Of(result);
        _names = named.Names;
        if (result.Rbac is { } rbac)
        {
            WriteSubjects([.. rbac.Subjects.Values.Where(s => !s.System)], result.Complete && rbac.IsWhole, output);
            WriteEscalations([.. rbac.Escalations.Values.SelectMany(e => e).Where(e => !e.System)], output);
            WriteSystem(rbac, output);
        }

        new FindingsSection(terminal, named).Write(result, output);

        foreach (var error in result.Errors)
            Line($"{(error.Step.Kind is ScanStepKind.Verify or ScanStepKind.Compare ? "Verify" : "Missing")}: {error.Step}: {error.Message}", output);
        if (!result.Complete)
            output.WriteLine("The picture is incomplete: somebody who is not named may have the right.");
        else if (verified)
            output.WriteLine("Verified: the server's own access reviews agree with every line.");
        if (result.Rbac is { } counted)
            Line(Summary(counted), output);
        Line(view.ExitLine(result, code), output);
        if (result.Rbac is not null)
        {
            output.WriteLine();
            new NextSteps(terminal, named).Write(result, output);
        }
    }

    private void WriteSubjects(List<RbacSubject> subjects, bool whole, TextWriter output)
    {
        if (subjects.Count == 0)
        {
            output.WriteLine(whole
                ? "Nobody outside the control plane can add ephemeral containers."
                : "Nobody outside the control plane was seen to have the right to add ephemeral containers.");
            output.WriteLine();
            return;
        }

        var table = new TextTable(terminal, "SUBJECT", "NAMESPACE", "PODS", "VERBS", "RISK", "BINDING", "ROLE");
        foreach (var subject in subjects.OrderByDescending(s => s.Risk))
        {
            foreach (var grant in subject.Grants)
            {
                table.AddRow(
                    (subject.Subject.ToString(), Tone.Plain),
                    (grant.Namespace ?? "all", Tone.Plain),
                    (grant.Pods is { } pods ? string.Join(", ", pods.Select(p => p.Length > 0 ? p : "\"\"")) : "all", Tone.Plain),
                    (string.Join(", ", RbacDocument.Verbs(grant.Verbs)), Tone.Plain),
                    (subject.Risk.ToString().ToLowerInvariant(), subject.Risk >= Severity.High ? Tone.Bad : Tone.Plain),
                    (grant.BindingText, Tone.Plain),
                    (grant.RoleText, Tone.Plain));
            }
        }

        table.Write(output);
        output.WriteLine();
    }

    private void WriteEscalations(List<Escalation> escalations, TextWriter output)
    {
        if (escalations.Count == 0)
            return;
        output.WriteLine("One step away from the right:");
        var table = new TextTable(terminal, "SUBJECT", "HOW", "NAMESPACE", "REACHES", "THROUGH", "BINDING", "ROLE");
        foreach (var e in escalations)
        {
            table.AddRow(
                (e.Subject.ToString(), Tone.Plain),
                (EscalationKindConverter.WordOf(e.How), Tone.Plain),
                (e.Namespace ?? "all", Tone.Plain),
                (e.Reach.ToString(), e.Reach.ClusterWide ? Tone.Bad : Tone.Plain),
                (string.Join(", ", e.Through) + (e.ThroughCount > e.Through.Length ? $" and {e.ThroughCount - e.Through.Length} more" : ""), Tone.Plain),
                (e.BindingText, Tone.Plain),
                (e.RoleText, Tone.Plain));
        }

        table.Write(output);
        output.WriteLine();
    }

    private void WriteSystem(RbacPosture rbac, TextWriter output)
    {
        var system = rbac.Subjects.Values.Where(s => s.System).Select(s => s.Subject).Union(rbac.Escalations.Values.SelectMany(e => e).Where(e => e.System).Select(e => e.Subject)).ToList();
        if (system.Count == 0)
            return;
        Line($"Part of the control plane, by design: {string.Join(", ", system)}", output);
        output.WriteLine();
    }

    private void Line(string text, TextWriter output) => TextFlow.Write(output, PlainText.OneLine(text), terminal.OutWidth, _names);

    private static string Summary(RbacPosture rbac)
    {
        var own = rbac.Subjects.Values.Count(s => !s.System);
        var wide = rbac.Subjects.Values.Count(s => !s.System && s.IsClusterWide);
        var steps = rbac.Escalations.Values.SelectMany(e => e).Where(e => !e.System).Select(e => e.Subject).Distinct().Count();
        return $"{own} subject{(own == 1 ? "" : "s")} can add ephemeral containers, {wide} of them in every namespace; {steps} more could come by the right in one step";
    }
}
