using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;

namespace Scanner.Core.Posture.Composing;

/// <summary>The findings about policies, webhooks that let requests pass, and versions with a hole of their own.</summary>
internal sealed class ComposedPolicies
{
    private readonly ImmutableArray<PolicyCoverage> _policies;
    private readonly ImmutableArray<OpenWebhook> _open;
    private readonly ImmutableArray<OutdatedVersion> _outdated;

    public ComposedPolicies(ScanParts parts, PartJudge judge)
    {
        (_policies, _open, _outdated) = (parts.Policies, parts.OpenWebhooks, parts.Outdated);
        Parts = [.. _policies.Select(judge.Judge), .. _open.Select(judge.Judge), .. _outdated.Select(judge.Judge)];
    }

    public ImmutableArray<PartFindings> Parts { get; }

    public bool IsOf(ScanParts parts) => parts.Policies == _policies && parts.OpenWebhooks == _open && parts.Outdated == _outdated;
}
