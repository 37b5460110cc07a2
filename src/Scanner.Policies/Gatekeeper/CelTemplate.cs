using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Gatekeeper;

/// <summary>A template in CEL. Source: gatekeeper/pkg/drivers/k8scel.</summary>
internal sealed class CelTemplate : ITemplateProgram
{
    /// <summary>What Gatekeeper declares before the variables of the template.</summary>
    private static readonly ImmutableArray<NamedExpression> s_variables =
    [
        new("anyObject", "has(request.operation) && request.operation == \"DELETE\" && object == null ? oldObject : object"),
        new("params", "!has(params.spec) ? null : !has(params.spec.parameters) ? null : params.spec.parameters"),
    ];

    private readonly CompiledPolicy _policy;

    private CelTemplate(CompiledPolicy policy) => _policy = policy;

    public MetadataReads Reads
    {
        get
        {
            var scope = PolicyScopes.Of(_policy.Facts, []);
            return new MetadataReads(scope.ReadsNamespace, scope.ReadsPodMetadata);
        }
    }

    public static (ITemplateProgram? Program, string? Error) Compile(JsonElement source, int minor)
    {
        var facts = AdmissionPolicyReader.ReadPolicy(source);
        var own = AdmissionPolicyReader.Expressions(source, "variables");
        if (own.FirstOrDefault(v => v.Name is "params" or "anyObject" || v.Name.StartsWith("gatekeeper_internal_", StringComparison.Ordinal)) is { } reserved)
            return (null, $"{reserved.Name} is no name for a variable");
        return (new CelTemplate(CompiledPolicy.Of(
            facts with
            {
                ParamKind = "constraint",
                // The field has this name in Gatekeeper, without an s.
                MatchConditions = AdmissionPolicyReader.Expressions(source, "matchCondition"),
                Variables = [.. s_variables, .. own],
                Validations = AdmissionPolicyReader.Validations(source),
                FailsOpen = MatchReader.Text(source, "failurePolicy") == "Ignore",
            },
            minor)), null);
    }

    public ImmutableArray<PolicyDecision> Evaluate(Constraint constraint, Review review) =>
    [
        .. PolicyEvaluation.EvaluateEach(_policy, review.Request, JsonValues.From(constraint.Json), review.CelNamespace)
            .Where(d => !d.LetsThrough),
    ];
}
