using Scanner.Core.Admission.Policies;

namespace Scanner.Publishing.Documents;

/// <summary>What a policy does, in the shape of the output.</summary>
internal static class PolicyDocument
{
    public static ScanDocument.PolicyPart Of(PolicyCoverage policy) => new(
        policy.Engine,
        policy.Kind,
        policy.Name,
        policy.Namespace.Length == 0 ? null : policy.Namespace,
        policy.Coverage,
        policy.IsEnforced,
        policy.EnforcedNamespaces,
        policy.EnforcedNamespaceCount,
        policy.Reason,
        policy.Variants,
        policy.Missed);

    public static PolicyCoverage Read(ScanDocument.PolicyPart part) => new(part.Engine, part.Kind, part.Namespace ?? "", part.Name)
    {
        Coverage = DocumentList.Known(part.Coverage),
        IsEnforced = part.Enforced,
        Reason = part.Reason,
        Variants = DocumentList.Texts(part.Denies),
        Missed = DocumentList.Texts(part.Misses),
        EnforcedNamespaces = DocumentList.Texts(part.EnforcedNamespaces),
        EnforcedNamespaceCount = part.EnforcedNamespaceCount,
    };
}
