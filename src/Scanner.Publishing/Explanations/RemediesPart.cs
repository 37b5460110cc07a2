using System.Text.Json;
using Scanner.Core;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Explanations;

/// <summary>What is wrong and what to do about it, and last what closes the door by itself.</summary>
internal static class RemediesPart
{
    private const string Indent = "     ";
    private const string Below = "the policy below closes the door";

    public static void Write(NamespacePosture ns, ScanResult result, Page page, TextWriter output)
    {
        page.Head("What to do");
        var number = 0;
        foreach (var same in result.Findings.GroupBy(f => Advise(f.Remedy)))
        {
            foreach (var finding in same)
                page.Say(Describe(finding), finding == same.First() ? $"{++number,3}. " : Indent);
            if (same.Select(f => MendedBy(f.Remedy)).OfType<PolicyCoverage>().ToList() is { Count: > 0 } policies)
                page.Say(Mend(policies), Indent);
            Write(same.Key, page);
        }

        if (DoorRemedies.IsOpen(ns) && DoorRemedies.Close(ns, result.Cluster.HasAdmissionPolicies) is { } close)
            WriteClose(close, page, output);
        else if (number == 0)
            page.Say("Nothing.");
    }

    /// <summary>What a policy does that does too little stands above, with the policies.</summary>
    private static string Describe(Finding finding)
    {
        var what = MendedBy(finding.Remedy) is { } policy ? PolicyReferences.Name(policy) : finding.Message;
        var accepted = finding.Exception is { } exception ? $" Accepted by an exception: {exception.Reason}." : "";
        return $"{finding.Rule} {finding.Title}, {finding.Severity.ToString().ToLowerInvariant()} because {finding.SeverityBecause}: {what}.{accepted}";
    }

    /// <summary>The policy that a remedy is about; null for other remedies.</summary>
    private static PolicyCoverage? MendedBy(Remedy remedy) => remedy switch
    {
        Remedy.ExtendCoverage { Policy: var extended } => extended,
        Remedy.EnforcePolicy { Policy: var enforced } => enforced,
        _ => null,
    };

    private static string Mend(List<PolicyCoverage> policies)
    {
        var which = policies is [var only] ? PolicyReferences.Name(only) : "them";
        return policies[0].Coverage == CoverageKind.Covered ? $"Let {which} deny what {(policies.Count == 1 ? "it reports" : "they report")}:" : $"Mend {which}:";
    }

    // The manifest is at the end, for eyes, and once.
    private static Advice Advise(Remedy remedy) => remedy switch
    {
        Remedy.DenyByPolicy => new(Below),
        Remedy.ExtendCoverage { Policy: { Successor: not null, Mends.IsEmpty: true } } => new(CommandRemedyText.Advise(remedy).Note),
        Remedy.CloseMeanwhile { Close: Remedy.DenyByPolicy } meanwhile => new($"{CommandRemedyText.Advise(meanwhile.Mend).Note}; until then {Below}"),
        _ => CommandRemedyText.Advise(remedy),
    };

    private static void Write(Advice advice, Page page)
    {
        if (advice.Note.Length > 0)
            page.Say(char.ToUpperInvariant(advice.Note[0]) + advice.Note[1..] + (advice.Commands.IsEmpty ? "." : ":"), Indent);
        foreach (var command in advice.Commands)
            page.Run(command, Indent);
    }

    private static void WriteClose(Remedy close, Page page, TextWriter output)
    {
        page.Head("To close the door by itself, whatever left it open");
        if (close is not Remedy.DenyByPolicy)
        {
            Write(Advise(close), page);
            return;
        }

        page.Say("An admission policy that refuses what the Baseline standard forbids, of new ephemeral containers in this namespace alone. It changes nothing else:");
        using var list = JsonDocument.Parse(RemedyText.Advise(close).Commands[0].Input!);
        ManifestPart.Write(list.RootElement.GetProperty("items").EnumerateArray(), page, output);
    }
}
