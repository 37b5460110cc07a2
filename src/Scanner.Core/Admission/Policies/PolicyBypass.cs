using System.Collections.Immutable;

namespace Scanner.Core.Admission.Policies;

/// <summary>A way past a policy that denies privileged ephemeral containers: the policy was asked, and lets these pass.</summary>
/// <param name="Which">In words: <c>user alice</c>, <c>group ci</c>, <c>image registry.example/debug</c>, <c>label debug=true</c>. In order; <see cref="Most"/> at most.</param>
/// <param name="Count">Of all.</param>
public sealed record PolicyBypass(BypassKind Kind, ImmutableArray<string> Which, int Count)
{
    public const int Most = 20;

    public bool Equals(PolicyBypass? other) => other is not null && (Kind, Count) == (other.Kind, other.Count) && Which.SequenceEqual(other.Which);

    public override int GetHashCode() => HashCode.Combine(Kind, Count);
}
