using System.Collections.Immutable;
using Scanner.Core.Rbac.Escalations;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Rbac.Index;

/// <summary>Who can add ephemeral containers, and who could make it so. Immutable, and shares with the one before it all that did not change.</summary>
public sealed record RbacPosture
{
    public static RbacPosture Empty { get; } = new();

    /// <summary>All roles and bindings in scope were there to read, so that who is not named has no right. Default true.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Subjects that have the right, in the order of <see cref="Subject.Order"/>.</summary>
    public ImmutableSortedDictionary<Subject, RbacSubject> Subjects { get; init; } = ImmutableSortedDictionary.Create<Subject, RbacSubject>(Subject.Order);

    /// <summary>By subject, in the same order; only subjects that have one.</summary>
    public ImmutableSortedDictionary<Subject, ImmutableArray<Escalation>> Escalations { get; init; } =
        ImmutableSortedDictionary.Create<Subject, ImmutableArray<Escalation>>(Subject.Order);

    public ImmutableArray<DanglingBinding> Dangling { get; init; } = [];

    public ImmutableArray<AggregatedSource> Aggregated { get; init; } = [];
}
