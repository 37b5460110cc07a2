using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Index;
using Scanner.Publishing.Documents;
using Spectre.Console;

namespace Scanner.Publishing.Terminal;

/// <summary><c>rbac -o table</c>: who can add ephemeral containers, the control plane apart, then who could come by it.</summary>
/// <param name="verified">The server was asked about every line.</param>
public sealed class RbacTableWriter(TerminalTraits terminal, bool verified) : IResultWriter
{
    public void Write(ScanResult result, TextWriter output)
    {
        if (result.Rbac is { } rbac)
        {
            WriteSubjects([.. rbac.Subjects.Values.Where(s => !s.System)], result.Complete && rbac.IsWhole, output);
            WriteEscalations([.. rbac.Escalations.Values.SelectMany(e => e).Where(e => !e.System)], output);
            WriteSystem(rbac, output);
        }

        foreach (var error in result.Errors)
            output.WriteLine($"{(error.Step.Kind is ScanStepKind.Verify or ScanStepKind.Compare ? "Verify" : "Missing")}: {error.Step}: {PlainText.OneLine(error.Message)}");
        if (!result.Complete)
            output.WriteLine("The picture is incomplete: somebody who is not named may have the right.");
        else if (verified)
            output.WriteLine("Verified: the server's own access reviews agree with every line.");
        if (result.Rbac is { } counted)
            output.WriteLine(Summary(counted));
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
                    (subject.Subject.ToString(), null),
                    (grant.Namespace ?? "all", null),
                    (grant.Pods is { } pods ? string.Join(", ", pods.Select(p => p.Length > 0 ? p : "\"\"")) : "all", null),
                    (string.Join(", ", RbacDocument.Verbs(grant.Verbs)), null),
                    (subject.Risk.ToString().ToLowerInvariant(), subject.Risk >= Severity.High ? Color.Red : null),
                    (grant.BindingText, null),
                    (grant.RoleText, null));
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
                (e.Subject.ToString(), null),
                (EscalationKindConverter.WordOf(e.How), null),
                (e.Namespace ?? "all", null),
                (e.Reach.ToString(), e.Reach.ClusterWide ? Color.Red : null),
                (string.Join(", ", e.Through) + (e.ThroughCount > e.Through.Length ? $" and {e.ThroughCount - e.Through.Length} more" : ""), null),
                (e.BindingText, null),
                (e.RoleText, null));
        }

        table.Write(output);
        output.WriteLine();
    }

    private static void WriteSystem(RbacPosture rbac, TextWriter output)
    {
        var system = rbac.Subjects.Values.Where(s => s.System).Select(s => s.Subject).Union(rbac.Escalations.Values.SelectMany(e => e).Where(e => e.System).Select(e => e.Subject)).ToList();
        if (system.Count == 0)
            return;
        output.WriteLine($"Part of the control plane, by design: {string.Join(", ", system)}");
        output.WriteLine();
    }

    private static string Summary(RbacPosture rbac)
    {
        var own = rbac.Subjects.Values.Count(s => !s.System);
        var wide = rbac.Subjects.Values.Count(s => !s.System && s.IsClusterWide);
        var steps = rbac.Escalations.Values.SelectMany(e => e).Where(e => !e.System).Select(e => e.Subject).Distinct().Count();
        return $"{own} subject{(own == 1 ? "" : "s")} can add ephemeral containers, {wide} of them in every namespace; {steps} more could come by the right in one step";
    }
}
