using Scanner.Policies.Cel;

namespace Scanner.Policies.MutatingPolicies;

/// <summary>One mutation of a MutatingAdmissionPolicy.</summary>
/// <param name="IsPatch"><c>JSONPatch</c>, else <c>ApplyConfiguration</c>.</param>
internal sealed record MutationFacts(bool IsPatch, string Expression);
