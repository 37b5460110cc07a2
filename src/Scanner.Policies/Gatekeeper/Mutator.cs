using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Gatekeeper;

/// <summary>One mutator: where, what, and for which objects.</summary>
internal sealed class Mutator
{
    private readonly MutationPath[] _path;
    private readonly JsonElement? _spec;
    private readonly JsonElement? _parameters;
    private readonly ImmutableArray<(int Length, bool MustExist)> _tests;

    private Mutator(string kind, string name, MutationPath[] path, JsonElement? spec)
    {
        (Kind, _path, _spec, Name) = (kind, path, spec, name);
        _parameters = MatchReader.Child(spec, "parameters");
        Match = new ConstraintMatch(MatchReader.Child(spec, "match"));
        _tests = [.. MatchReader.Items(_parameters, "pathTests").Select(t => (MutationPath.Parse(MatchReader.Text(t, "subPath"))?.Length ?? 0, MatchReader.Text(t, "condition") == "MustExist"))];
    }

    public string Kind { get; }

    public string Name { get; }

    public ConstraintMatch Match { get; }

    /// <summary>Where it changes objects, as written.</summary>
    public string Location => MatchReader.Text(_spec, "location");

    /// <summary>Through <c>pods/ephemeralcontainers</c> only the ephemeral containers can be changed.</summary>
    public bool ReachesEphemeral => _path is [{ Field: "spec" }, { Field: "ephemeralContainers" }, ..];

    /// <summary>Why it is not known what it puts in; null where it is.</summary>
    public string? Unknown => MatchReader.Child(MatchReader.Child(_parameters, "assign"), "externalData") is null ? null : $"the external data that {Name} puts in";

    /// <summary>Null for another kind, or a location that Gatekeeper refuses.</summary>
    public static Mutator? Read(JsonElement json)
    {
        var kind = MatchReader.Text(json, "kind");
        var spec = MatchReader.Child(json, "spec");
        return kind is "Assign" or "AssignMetadata" or "ModifySet" && MutationPath.Parse(MatchReader.Text(spec, "location")) is { } path
            ? new Mutator(kind, MatchReader.Text(MatchReader.Child(json, "metadata"), "name"), path, spec)
            : null;
    }

    /// <summary>Why it is not for a request; null where it is.</summary>
    public string? WhyNot(AdmissionRequest request)
    {
        var applies = Kind == "AssignMetadata" || MatchReader.Items(_spec, "applyTo").Any(a =>
            Has(a, "groups", request.Kind.Group) && Has(a, "versions", request.Kind.Version) && Has(a, "kinds", request.Kind.Kind));
        return applies ? Match.WhyNot(request) : "its applyTo does not name the kind";
    }

    /// <returns>Whether it changed the object.</returns>
    public bool Apply(JsonNode item, AdmissionRequest request) => item is JsonObject table && Apply(table, 0, request);

    private static bool Has(JsonElement entry, string list, string value) => MatchReader.Texts(entry, list).Contains(value);

    /// <summary>Objects on the way that are missing are made, but thrown away again where nothing is set in them.</summary>
    private bool Apply(JsonObject table, int index, AdmissionRequest request)
    {
        var part = _path[index];
        var before = table[part.Field];
        if (_tests.Any(t => t.Length == index + 1 && t.MustExist != before is not null))
            return false;
        if (part.Key.Length > 0)
            return before is JsonArray list && index + 1 < _path.Length && ApplyToElements(list, part, index, request);
        if (index + 1 == _path.Length)
            return Set(table, part.Field, before, request);
        var inner = before as JsonObject ?? (before is null ? [] : null);
        if (inner is null || !Apply(inner, index + 1, request))
            return false;
        if (before is null)
            table[part.Field] = inner;
        return true;
    }

    private bool ApplyToElements(JsonArray list, MutationPath part, int index, AdmissionRequest request)
    {
        var isChanged = false;
        foreach (var element in list.OfType<JsonObject>())
        {
            if (part.Value == "*" || element[part.Key]?.ToString() == part.Value)
                isChanged |= Apply(element, index + 1, request);
        }

        return isChanged;
    }

    private bool Set(JsonObject table, string field, JsonNode? before, AdmissionRequest request)
    {
        if (Kind == "AssignMetadata" && before is not null)
            return false;
        var after = Kind == "ModifySet" ? Modified(before) : Assigned(request);
        if (after is null || !IsAllowed(before) || JsonNode.DeepEquals(before, after))
            return false;
        table[field] = after;
        return true;
    }

    private JsonNode? Assigned(AdmissionRequest request)
    {
        var assign = MatchReader.Child(_parameters, "assign");
        if (MatchReader.Child(assign, "value") is { } value)
            return JsonNode.Parse(value.GetRawText());
        return MatchReader.Text(MatchReader.Child(assign, "fromMetadata"), "field") switch
        {
            "name" => JsonValue.Create(request.Name),
            "namespace" => JsonValue.Create(request.Namespace),
            _ => null,
        };
    }

    /// <summary>The list with the values added that are not in it, or without those that are.</summary>
    private JsonArray? Modified(JsonNode? before)
    {
        if (before is not (null or JsonArray))
            return null;
        JsonNode?[] items = [.. before as JsonArray ?? []];
        JsonNode?[] values = [.. MatchReader.Items(MatchReader.Child(_parameters, "values"), "fromList").Select(v => JsonNode.Parse(v.GetRawText()))];
        var isPruned = MatchReader.Text(_parameters, "operation") == "prune";
        var kept = items.Where(i => !isPruned || !Array.Exists(values, v => JsonNode.DeepEquals(i, v)));
        var added = isPruned ? [] : values.Where(v => !Array.Exists(items, i => JsonNode.DeepEquals(i, v)));
        return isPruned && before is null ? null : new JsonArray([.. kept.Concat(added).Select(i => i?.DeepClone())]);
    }

    /// <summary>Older mutators say for which present values they act.</summary>
    private bool IsAllowed(JsonNode? before)
    {
        var condition = MatchReader.Child(_parameters, "assignIf");
        bool IsAmong(string list) => MatchReader.Items(condition, list).Any(v => JsonNode.DeepEquals(before, JsonNode.Parse(v.GetRawText())));
        return (MatchReader.Child(condition, "in") is null || IsAmong("in")) && !IsAmong("notIn");
    }
}
