using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Rbac.Exposures;

/// <summary>A namespace whose door is open, or may be, and who stands before it.</summary>
/// <param name="Verdict"><see cref="Verdict.Unprotected"/>, or <see cref="Verdict.Unknown"/> where it may be.</param>
/// <param name="Subjects">Those outside the control plane who can add ephemeral containers to some pod of it; groups are kept as groups.</param>
public sealed record NamespaceExposure(string Namespace, Verdict Verdict, ImmutableArray<ExposedSubject> Subjects)
{
    // Most namespaces share one list, so that comparing them is usually comparing references.
    public bool Equals(NamespaceExposure? other) =>
        other is not null && Namespace == other.Namespace && Verdict == other.Verdict
        && (Subjects == other.Subjects || Subjects.SequenceEqual(other.Subjects));

    public override int GetHashCode() => HashCode.Combine(Namespace, Verdict, Subjects.Length);
}
