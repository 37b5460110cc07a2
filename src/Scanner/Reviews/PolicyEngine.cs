using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;

namespace Scanner.Reviews;

/// <summary>An engine whose policies are run.</summary>
/// <param name="Name">As the JSON result names it.</param>
/// <param name="Compile">Its policies, given the objects and the minor version of Kubernetes 1.x.</param>
/// <param name="Kinds">What it reads of its policies, by group and kind; <c>*</c> for all kinds of a group.</param>
internal sealed record PolicyEngine(
    string Name, Func<PolicyObjects, int, ImmutableArray<IPolicy>> Compile, params ImmutableArray<(string Group, string Kind)> Kinds)
{
    public bool Reads(string group, string kind) => Kinds.Any(k => k.Group == group && (k.Kind == "*" || k.Kind == kind));
}
