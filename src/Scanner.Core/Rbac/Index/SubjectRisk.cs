using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Index;

/// <summary>How bad it is that somebody has the right, as the rules about it rate it.</summary>
internal static class SubjectRisk
{
    public static Severity Of(Subject subject, ImmutableArray<RbacGrant> grants)
    {
        if (KnownSubjects.IsSystem(subject) || grants.All(g => g.IsVoid))
            return Severity.Info;
        if (KnownSubjects.IsBroad(subject))
            return Severity.Critical;
        if (grants.Any(IsBroad))
            return Severity.High;
        return KnownSubjects.IsWorkload(subject) ? Severity.Medium : Severity.Low;
    }

    /// <summary>Cluster-wide, or by a role that gives it among everything else.</summary>
    public static bool IsBroad(RbacGrant grant) => !grant.IsVoid && (grant.Namespace is null || grant.IsWildcard);
}
