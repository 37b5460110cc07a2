using System.Text.Json;
using Scanner.Core;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Publishing.Documents;
using Scanner.Publishing.Formats;

namespace Scanner.Publishing.Explanations;

/// <summary>What is wrong and what to do about it, and last what closes the door by itself.</summary>
internal static class RemediesPart
{
    private const string Below = "the policy below closes the door";

    public static void Write(NamespacePosture ns, ScanResult result, Page page, TextWriter output)
    {
        page.Head("What to do");
        var number = 0;
        foreach (var same in result.Findings.GroupBy(f => Advise(f.Remedy)))
        {
            foreach (var finding in same)
                page.Say(Describe(finding), finding == same.First() ? $"{++number,3}. " : "     ");
            Write(same.Key, page);
        }

        foreach (var policy in result.Policies.Where(NeedsMending))
        {
            page.Say($"{(policy.Coverage == CoverageKind.Covered ? "Let" : "Mend")} {PolicyReferences.Name(policy)}{(policy.Coverage == CoverageKind.Covered ? " deny what it reports" : "")}:", $"{++number,3}. ");
            Write(Advise(policy.Coverage == CoverageKind.Covered ? new Remedy.EnforcePolicy(policy) : new Remedy.ExtendCoverage(policy)), page);
        }

        if (DoorRemedies.IsOpen(ns) && DoorRemedies.Close(ns, result.Cluster.HasAdmissionPolicies) is { } close)
            WriteClose(close, page, output);
        else if (number == 0)
            page.Say("Nothing.");
    }

    private static string Describe(Finding finding)
    {
        var accepted = finding.Exception is { } exception ? $" Accepted by an exception: {exception.Reason}." : "";
        return $"{finding.Rule} {finding.Title}, {finding.Severity.ToString().ToLowerInvariant()} because {finding.SeverityBecause}: {finding.Message}.{accepted}";
    }

    // The manifest is at the end, for eyes, and once.
    private static Advice Advise(Remedy remedy) => remedy switch
    {
        Remedy.DenyByPolicy => new(Below),
        Remedy.CloseMeanwhile { Close: Remedy.DenyByPolicy } meanwhile => new($"{CommandRemedyText.Advise(meanwhile.Mend).Note}; until then {Below}"),
        _ => CommandRemedyText.Advise(remedy),
    };

    private static void Write(Advice advice, Page page)
    {
        if (advice.Note.Length > 0)
            page.Say(char.ToUpperInvariant(advice.Note[0]) + advice.Note[1..] + (advice.Commands.IsEmpty ? "." : ":"), "     ");
        foreach (var command in advice.Commands)
            page.Run(command, "     ");
    }

    private static bool NeedsMending(PolicyCoverage policy) => policy is
        { Coverage: CoverageKind.NotMatched or CoverageKind.NotRead or CoverageKind.SkipsUpdate }
        or { Coverage: CoverageKind.Covered, IsEnforced: false, Engine: not EngineNames.PodSecurity };

    private static void WriteClose(Remedy close, Page page, TextWriter output)
    {
        page.Head("To close the door by itself, whatever left it open");
        if (close is not Remedy.DenyByPolicy)
        {
            Write(Advise(close), page);
            return;
        }

        page.Say("An admission policy that refuses what the Baseline standard forbids, of new ephemeral containers in this namespace alone. It changes nothing else:");
        page.Copy("kubectl apply -f - <<'EOF'");
        using var list = JsonDocument.Parse(RemedyText.Advise(close).Commands[0].Input!);
        YamlDocuments.Write(list.RootElement.GetProperty("items").EnumerateArray(), output);
        page.Copy("EOF");
    }
}
