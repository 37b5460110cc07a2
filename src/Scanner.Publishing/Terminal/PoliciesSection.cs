using System.Collections.Immutable;
using Scanner.Core;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Posture;

namespace Scanner.Publishing.Terminal;

/// <summary>What policies do about ephemeral containers, those that miss them first. Policies about something else are left out.</summary>
internal sealed class PoliciesSection(TerminalTraits terminal, TableView view)
{
    private const int Most = 10;

    public void Write(ScanResult result, TextWriter output)
    {
        ImmutableArray<PolicyCoverage> told = [.. result.Policies.Where(p => p.Coverage != CoverageKind.NotRelevant).OrderBy(p => Calmness(p))];
        if (!told.IsEmpty)
        {
            var table = new TextTable(terminal, "POLICY", "EPHEMERAL CONTAINERS", "ENFORCED IN", "WHY") { Prose = 1, Names = view.Names };
            foreach (var policy in view.All ? told : [.. told.Take(Most)])
                AddRow(table, policy);
            table.Write(output);
            if (!view.All && told.Length > Most)
                output.WriteLine($"and {told.Length - Most} policies more: --all shows every one");
            output.WriteLine();
        }

        if (result.UnreadPolicies.IsEmpty)
            return;
        var kinds = string.Join(", ", result.UnreadPolicies.Select(m => m.Resource));
        TextFlow.Write(
            output, "Not read of policies: ", PlainText.OneLine($"{kinds}, for want of a permission to list them"), terminal.OutWidth, view.Names);
        output.WriteLine();
    }

    private static void AddRow(TextTable table, PolicyCoverage policy)
    {
        var (tone, where) = (ToneOf(policy.Coverage), policy.EnforcedNamespaceCount == 0 ? "none" : $"{policy.EnforcedNamespaceCount}");
        table.AddRow((PolicyReferences.Name(policy), Tone.Plain), (policy.Coverage.ToString(), tone), (where, Tone.Plain), (PlainText.OneLine(policy.Reason), Tone.Plain));
    }

    private static int Calmness(PolicyCoverage policy) => policy.Coverage switch
    {
        CoverageKind.Covered => policy.IsEnforced ? 3 : 1,
        CoverageKind.Unknown => 2,
        _ => 0,
    };

    private static Tone ToneOf(CoverageKind coverage) => coverage switch
    {
        CoverageKind.Covered => Tone.Good,
        CoverageKind.Unknown => Tone.Doubtful,
        _ => Tone.Bad,
    };
}
