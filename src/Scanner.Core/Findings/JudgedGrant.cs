using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings;

/// <summary>The right that somebody has by one binding, as rules see it.</summary>
/// <param name="Subject">Not of the control plane, whose own rights are never asked about.</param>
/// <param name="Grant">The widest by a binding, which is one thing to mend however many rules of its role give the right.</param>
/// <param name="Behind">What hands the right to the role by aggregation; null where the role is somebody's own.</param>
internal sealed record JudgedGrant(Subject Subject, RbacGrant Grant, AggregatedSource? Behind)
{
    public ObjectName Binding => Grant.Binding!.Value;
}
