using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings.Rbac;

/// <summary>Whoever gets into a pod that runs under the account has its right, and so has whoever can start such a pod.</summary>
internal sealed class ServiceAccountGrantRule() : GrantRule("ES302", "ServiceAccountGrant", Severity.Medium, "whoever gets into such a pod has the right")
{
    protected override bool Concerns(JudgedGrant item) =>
        item.Behind is null && KnownSubjects.IsWorkload(item.Subject) && !KnownSubjects.IsBroad(item.Subject);
}
