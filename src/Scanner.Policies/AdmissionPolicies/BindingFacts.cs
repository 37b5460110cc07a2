using System.Collections.Immutable;
using Scanner.Policies.Matching;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>A ValidatingAdmissionPolicyBinding as written.</summary>
/// <param name="Actions">Deny, Warn, Audit.</param>
/// <param name="Match">Null where the binding narrows nothing.</param>
/// <param name="HasParameters">Whether there is a <c>paramRef</c>.</param>
/// <param name="AllowsMissingParameters"><c>parameterNotFoundAction: Allow</c>.</param>
public sealed record BindingFacts(
    string Name, string PolicyName, ImmutableArray<string> Actions, MatchResources? Match, bool HasParameters, bool AllowsMissingParameters);
