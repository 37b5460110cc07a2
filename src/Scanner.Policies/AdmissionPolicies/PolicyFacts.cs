using System.Collections.Immutable;
using Scanner.Policies.Matching;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>A ValidatingAdmissionPolicy (v1 or v1beta1; they have the same fields) as written.</summary>
/// <param name="ParamGroup">The group of the kind of its parameters; empty for the core group too.</param>
/// <param name="ParamKind">Empty where the policy has no parameters.</param>
/// <param name="FailsOpen"><c>failurePolicy: Ignore</c>: an evaluation that fails lets the request through.</param>
public sealed record PolicyFacts(
    string Name,
    string ParamGroup,
    string ParamKind,
    MatchResources Match,
    ImmutableArray<NamedExpression> MatchConditions,
    ImmutableArray<NamedExpression> Variables,
    ImmutableArray<ValidationFacts> Validations,
    bool FailsOpen);
