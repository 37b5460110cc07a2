using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Gatekeeper;

/// <summary>A constraint with its template.</summary>
internal sealed class Constraint
{
    private const string WebhookPoint = "validation.gatekeeper.sh";

    private readonly JsonElement? _spec;

    public Constraint(JsonElement json, ConstraintTemplate template)
    {
        Template = template;
        Kind = MatchReader.Text(json, "kind");
        Name = MatchReader.Text(MatchReader.Child(json, "metadata"), "name");
        // The parameters have the defaults of the template's schema, as in the API server.
        Json = SchemaDefaults.Applied(json, template.ParameterSchema);
        _spec = MatchReader.Child(Json, "spec");
        Match = new ConstraintMatch(MatchReader.Child(_spec, "match"));
        Actions = ActionsOf(_spec);
        Error = ConstraintTemplate.ErrorIn(json) is { } error ? $"constraint {Name} is not enforced: {error}" : template.Error;
    }

    public ConstraintTemplate Template { get; }

    public string Kind { get; }

    public string Name { get; }

    public JsonElement Json { get; }

    public ConstraintMatch Match { get; }

    /// <summary><c>deny</c>, <c>warn</c>, <c>dryrun</c>: what the webhook does about a violation; empty where that is nothing.</summary>
    public ImmutableArray<string> Actions { get; }

    /// <summary>Why it is not enforced; null where it is.</summary>
    public string? Error { get; }

    public JsonElement? Parameters => MatchReader.Child(_spec, "parameters");

    public string EnforcementAction => MatchReader.Text(_spec, "enforcementAction") is { Length: > 0 } action ? action : "deny";

    private ImmutableArray<string> ActionsOf(JsonElement? spec)
    {
        var actions = EnforcementAction == "scoped"
            ? MatchReader.Items(spec, "scopedEnforcementActions").Where(IsForWebhook).Select(a => MatchReader.Text(a, "action"))
            : [EnforcementAction];
        return [.. actions.Where(a => a is "deny" or "warn" or "dryrun").Distinct()];
    }

    private static bool IsForWebhook(JsonElement action) =>
        MatchReader.Items(action, "enforcementPoints").Any(p => MatchReader.Text(p, "name") is WebhookPoint or "*");
}
