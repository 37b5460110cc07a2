using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Index;

namespace Scanner.Core.Rbac.Exposures;

/// <summary>A namespace whose door is open, or may be, and who stands before it.</summary>
/// <param name="Verdict"><see cref="Verdict.Unprotected"/>, or <see cref="Verdict.Unknown"/> where it may be.</param>
/// <param name="Subjects">Those outside the control plane who can add ephemeral containers to some pod of it; groups are kept as groups.</param>
public sealed record NamespaceExposure(string Namespace, Verdict Verdict, ImmutableArray<RbacSubject> Subjects)
{
    // Most namespaces share one list, so that comparing them is usually comparing references.
    public bool Equals(NamespaceExposure? other) =>
        other is not null && Namespace == other.Namespace && Verdict == other.Verdict
        && (Subjects == other.Subjects || Subjects.SequenceEqual(other.Subjects));

    /// <summary>Whether both say the same of the very same subjects: equal ones that were read anew are others. Costs nothing for each of their grants.</summary>
    public static bool AreOne(NamespaceExposure? one, NamespaceExposure? other) => one is null || other is null
        ? one is null && other is null
        : one.Namespace == other.Namespace && one.Verdict == other.Verdict
            && (one.Subjects == other.Subjects || one.Subjects.AsSpan().SequenceEqual(other.Subjects.AsSpan(), ReferenceEqualityComparer.Instance));

    public override int GetHashCode() => HashCode.Combine(Namespace, Verdict, Subjects.Length);
}
