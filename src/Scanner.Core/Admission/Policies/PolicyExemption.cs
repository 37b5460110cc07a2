using System.Collections.Immutable;

namespace Scanner.Core.Admission.Policies;

/// <summary>Namespaces that are left out of a policy which covers ephemeral containers elsewhere, and that nothing else guards.</summary>
/// <param name="Where">What leaves them out, as a thing: <c>excludedNamespaces of its match</c>.</param>
/// <param name="Namespaces">In order; <see cref="PolicyCoverage.MostOpen"/> at most.</param>
/// <param name="Count">Of all.</param>
public sealed record PolicyExemption(string Where, ImmutableArray<string> Namespaces, int Count)
{
    public bool Equals(PolicyExemption? other) =>
        other is not null && (Where, Count) == (other.Where, other.Count) && Namespaces.SequenceEqual(other.Namespaces);

    public override int GetHashCode() => HashCode.Combine(Where, Count);
}
