using Scanner.Policies.Cel;

namespace Scanner.Policies.MutatingPolicies;

/// <summary>A mutation whose expression is compiled.</summary>
/// <param name="Program">Null where the expression is not understood.</param>
/// <param name="Error">Why it is not.</param>
internal sealed record CompiledMutation(MutationFacts Facts, CelProgram? Program, string Error);
