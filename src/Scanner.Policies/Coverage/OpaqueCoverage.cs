using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>
/// Policies that nobody here can ask are judged by when they are asked. That one which sees pods never sees an ephemeral container is certain;
/// what it says of those that it sees is not, but for products that are known not to read them.
/// </summary>
internal static class OpaqueCoverage
{
    public static TargetCoverage Judge(IOpaquePolicy policy, VariantRequests requests)
    {
        var ephemeral = policy.Decide(requests.Get(ContainerVariants.Privileged, RequestChannel.Ephemeral));
        var open = ephemeral.FirstOrDefault(d => d.Decision is not PolicyDecision.NotMatched);
        if (open is not null)
            return policy.WhatNeverReads(open.Rule) is { } product ? NotRead(product) : Undecided(open);
        var regular = policy.Decide(requests.Get(ContainerVariants.Privileged, RequestChannel.Regular));
        var seen = regular.FirstOrDefault(d => d.Decision is not PolicyDecision.NotMatched);
        var why = ((PolicyDecision.NotMatched)ephemeral.First(d => seen is null || d.Rule == seen.Rule).Decision).Why;
        if (seen is null || policy.IsMutating)
            return new TargetCoverage(CoverageKind.NotRelevant, false, false, seen is not null, [], seen is null ? why : $"it changes pods when they are created; {why}");
        return new TargetCoverage(CoverageKind.NotMatched, true, false, true, [], $"it judges pods; {why}");
    }

    private static TargetCoverage Undecided(RuleDecision decision) =>
        new(CoverageKind.Unknown, false, true, true, [], Reasons.Undecided(decision));

    private static TargetCoverage NotRead(string product) =>
        new(CoverageKind.NotRead, true, true, true, [], $"{product} reads no ephemeral containers");
}
