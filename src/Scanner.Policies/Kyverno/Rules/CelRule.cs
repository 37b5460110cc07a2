using System.Collections.Immutable;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Kyverno.Rules;

/// <summary>
/// <c>validate.cel</c> and <c>celPreconditions</c>, which Kyverno evaluates with the API server's own code. Source:
/// pkg/engine/handlers/validation/validate_cel.go.
/// </summary>
internal sealed class CelRule
{
    private readonly CompiledPolicy _policy;
    private readonly BindingFacts _binding;
    private readonly ParameterLookup _parameters;

    public CelRule(CelValue rule, PolicyObjects objects, int minor)
    {
        var cel = Tree.Get(rule, "validate", "cel");
        var message = Tree.Text(rule, "validate", "message");
        var version = Tree.Text(cel, "paramKind", "apiVersion");
        _binding = new BindingFacts("", "", ["Deny"], null, Tree.Get(cel, "paramRef") is { } reference ? Reference(reference) : null);
        _parameters = new ParameterLookup(objects);
        _policy = CompiledPolicy.Of(
            new PolicyFacts(
                Tree.Text(rule, "name"),
                version.Contains('/', StringComparison.Ordinal) ? version[..version.IndexOf('/', StringComparison.Ordinal)] : "",
                Tree.Text(cel, "paramKind", "kind"),
                new MatchResources(null, [], null, null),
                Named(Tree.Items(rule, "celPreconditions")),
                Named(Tree.Items(cel, "variables")),
                [.. Tree.Items(cel, "expressions").Select(e => new ValidationFacts(
                    Tree.Text(e, "expression"),
                    Tree.Text(e, "message") is { Length: > 0 } own ? own : message,
                    Tree.Text(e, "messageExpression")))],
                FailsOpen: false),
            minor);
    }

    public RuleResult Run(RuleRun run)
    {
        // Kyverno hands no subresource to the expressions.
        var request = run.Request.Request with { SubResource = "" };
        return PolicyEvaluation.Evaluate(_policy, _binding, request, _parameters.Find(_policy.Facts, _binding, request.Namespace)) switch
        {
            PolicyDecision.NotMatched => RuleResult.NotAbout("cel preconditions not met"),
            PolicyDecision.Denied denied => RuleResult.Of(RuleStatus.Fail, denied.Message),
            PolicyDecision.Failed failed => RuleResult.Of(RuleStatus.Fail, failed.Error),
            PolicyDecision.Unknown unknown => new RuleResult(RuleStatus.Unknown, "", unknown.What),
            _ => run.Pass($"Validation rule '{run.Name}' passed."),
        };
    }

    private static ImmutableArray<NamedExpression> Named(CelValue[] expressions) =>
        [.. expressions.Select(e => new NamedExpression(Tree.Text(e, "name"), Tree.Text(e, "expression")))];

    private static ParamRefFacts Reference(CelValue reference) => new(
        Tree.Text(reference, "name"),
        Tree.Text(reference, "namespace"),
        MatchReader.Selector(JsonOf.Element(reference), "selector"),
        DeniesMissing: Tree.Text(reference, "parameterNotFoundAction") != "Allow");
}
