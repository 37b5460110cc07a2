using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Gatekeeper;

/// <summary>The <c>matchConditions</c> by which somebody narrowed the webhook.</summary>
internal sealed class WebhookConditions
{
    /// <summary>Every version that has conditions knows the same variables; functions are those of the newest.</summary>
    private const int Minor = 36;

    private readonly MatchConditions? _conditions;

    private WebhookConditions(MatchConditions? conditions, ImmutableArray<string> expressions) => (_conditions, Expressions) = (conditions, expressions);

    public ImmutableArray<string> Expressions { get; }

    /// <summary>Null where the webhook has none.</summary>
    public static WebhookConditions? Read(JsonElement webhook)
    {
        var expressions = AdmissionPolicyReader.Expressions(webhook, "matchConditions");
        if (expressions.IsEmpty)
            return null;
        return new WebhookConditions(
            MatchConditions.Compile(expressions, new CelEnvironment(new CelDialect(Minor), RequestVariables.All)).Conditions, [.. expressions.Select(e => e.Expression)]);
    }

    /// <returns>Why the request is not sent, or what that depends on; both null where it is sent.</returns>
    public (string? WhyNot, CelUnknown? Unknown) Evaluate(AdmissionRequest request)
    {
        if (_conditions is null)
            return (null, CelUnknown.Of("a matchCondition of the webhook that cannot be compiled"));
        var (result, condition) = _conditions.Evaluate(RequestVariables.Values(request, null));
        if (result.IsFalse)
            return ($"webhook validation.gatekeeper.sh: its matchCondition {condition} is false", null);
        return (null, result as CelUnknown ?? (result is CelError error ? CelUnknown.Of($"a matchCondition of the webhook: {error.Message}") : null));
    }
}
