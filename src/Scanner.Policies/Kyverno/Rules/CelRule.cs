using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno.Filters;
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
    private static readonly BindingFacts s_binding = new("", "", ["Deny"], null, HasParameters: false, AllowsMissingParameters: false);

    private readonly CompiledPolicy _policy;
    private readonly CelValue? _paramKind;
    private readonly CelValue? _paramRef;
    private readonly PolicyObjects _objects;

    public CelRule(CelValue rule, PolicyObjects objects, int minor)
    {
        var cel = Tree.Get(rule, "validate", "cel");
        var message = Tree.Text(rule, "validate", "message");
        (_paramKind, _paramRef, _objects) = (Tree.Get(cel, "paramKind"), Tree.Get(cel, "paramRef"), objects);
        _policy = CompiledPolicy.Of(
            new PolicyFacts(
                Tree.Text(rule, "name"),
                Tree.Text(_paramKind, "kind"),
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
        var binding = s_binding with { HasParameters = _paramRef is not null, AllowsMissingParameters = Tree.Text(_paramRef, "parameterNotFoundAction") == "Allow" };
        return PolicyEvaluation.Evaluate(_policy, binding, request, _paramRef is null ? null : Parameters(request.Namespace)) switch
        {
            PolicyDecision.NotMatched => RuleResult.Of(RuleStatus.Skip, "cel preconditions not met"),
            PolicyDecision.Denied denied => RuleResult.Of(RuleStatus.Fail, denied.Message),
            PolicyDecision.Failed failed => RuleResult.Of(RuleStatus.Fail, failed.Error),
            PolicyDecision.Unknown unknown => new RuleResult(RuleStatus.Unknown, "", unknown.What),
            _ => run.Pass($"Validation rule '{run.Name}' passed."),
        };
    }

    private static ImmutableArray<NamedExpression> Named(CelValue[] expressions) =>
        [.. expressions.Select(e => new NamedExpression(Tree.Text(e, "name"), Tree.Text(e, "expression")))];

    /// <summary>The objects that the rule names; null where they may be there without being known.</summary>
    private List<CelValue>? Parameters(string space)
    {
        var version = Tree.Text(_paramKind, "apiVersion");
        var group = version.Contains('/', StringComparison.Ordinal) ? version[..version.IndexOf('/', StringComparison.Ordinal)] : "";
        var kind = Tree.Text(_paramKind, "kind");
        var own = Tree.Text(_paramRef, "namespace") is { Length: > 0 } named ? named : space;
        var found = _objects.All(group, kind).Where(o => IsMeant(o, own)).Select(JsonValues.From).ToList();
        return found.Count > 0 || _objects.IsKnown(group, kind) ? found : null;
    }

    private bool IsMeant(JsonElement item, string space)
    {
        var metadata = MatchReader.Child(item, "metadata");
        var place = MatchReader.Text(metadata, "namespace");
        if (place.Length > 0 && place != space)
            return false;
        return Tree.Text(_paramRef, "name") is { Length: > 0 } name
            ? MatchReader.Text(metadata, "name") == name
            : Tree.Get(_paramRef, "selector") is { } selector && Selectors.Selects(selector, Tree.Pairs(JsonValues.From(item), "metadata", "labels"));
    }
}
