using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Gatekeeper;

/// <summary>
/// The <c>spec.match</c> of a constraint: what is not there matches everything. Source: gatekeeper/pkg/mutation/match, which looks at the object
/// and at the old one.
/// </summary>
internal sealed class ConstraintMatch(JsonElement? match)
{
    private readonly ImmutableArray<string> _namespaces = MatchReader.Texts(match, "namespaces");
    private readonly ImmutableArray<string> _excluded = MatchReader.Texts(match, "excludedNamespaces");
    private readonly LabelSelectorFacts? _labels = MatchReader.Selector(match, "labelSelector");
    private readonly LabelSelectorFacts? _namespaceLabels = MatchReader.Selector(match, "namespaceSelector");
    private readonly string _name = MatchReader.Text(match, "name");
    private readonly string _scope = MatchReader.Text(match, "scope");
    private readonly string _source = MatchReader.Text(match, "source");

    private readonly ImmutableArray<(ImmutableArray<string> Groups, ImmutableArray<string> Kinds)> _kinds =
        [.. MatchReader.Items(match, "kinds").Select(k => (MatchReader.Texts(k, "apiGroups"), MatchReader.Texts(k, "kinds")))];

    /// <summary>What it compares the name of the namespace with.</summary>
    public IEnumerable<string> NamePatterns => _namespaces.Concat(_excluded);

    /// <summary>Its selectors, as a webhook would have them.</summary>
    public MatchResources Selectors { get; } =
        new(null, [], MatchReader.Selector(match, "namespaceSelector"), MatchReader.Selector(match, "labelSelector"));

    /// <summary>Whether the pod decides by more than its kind and labels.</summary>
    public bool ReadsName => _name.Length > 0;

    /// <summary>Whether anything in a namespace can be meant, by its name alone.</summary>
    public bool MeansNamespace(string space) =>
        (_namespaces.IsEmpty || _namespaces.Any(n => Wildcard.Matches(n, space))) && !_excluded.Any(n => Wildcard.Matches(n, space));

    /// <summary>Names that it may mean: of each pattern one, or any.</summary>
    public IEnumerable<string> ExampleNamespaces => _namespaces.IsEmpty ? [] : _namespaces.Select(n => n.Replace("*", "made-up", StringComparison.Ordinal));

    /// <summary>Why a request is not meant; null for one that is.</summary>
    public string? WhyNot(AdmissionRequest request)
    {
        if (request.Object is null && request.OldObject is null)
            return "there is no object";
        var why = request.Object is { } now ? WhyNot(now, request) : "its match does not mean the object";
        return why is null || (request.OldObject is { } before && WhyNot(before, request) is null) ? null : why;
    }

    /// <summary>As <see cref="PolicyDecision.NotMatched.Exemption"/>.</summary>
    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) =>
        _excluded.Any(n => Wildcard.Matches(n, space)) ? "excludedNamespaces of its match"
        : _namespaceLabels is { } selector && NamespaceLabels.Excludes(selector, space, labels) ? "the namespaceSelector of its match"
        : null;

    /// <summary>What must be known to tell whether a request is meant that nothing rules out; null where nothing is missing.</summary>
    public string? WhatIsUnknown(AdmissionRequest request) =>
        _namespaceLabels is not null && IsInNamespace(request) && NamespaceLabels.Select(_namespaceLabels, request) is null
            ? $"the labels of namespace {request.Namespace}"
            : null;

    private static bool IsInNamespace(AdmissionRequest request) => request.Namespace.Length > 0 && !ResourceRule.IsNamespace(request);

    private string? WhyNot(JsonElement item, AdmissionRequest request)
    {
        if (!IsKind(item, request))
            return "its match does not name the kind";
        var isNamespace = ResourceRule.IsNamespace(request) || request.Kind is { Group: "", Kind: "Namespace" };
        var metadata = MatchReader.Child(item, "metadata");
        var space = isNamespace ? MatchReader.Text(metadata, "name") : request.Namespace is { Length: > 0 } given ? given : MatchReader.Text(metadata, "namespace");
        var isNamespaced = !isNamespace && space.Length > 0;
        if ((_scope == "Cluster" && isNamespaced) || (_scope == "Namespaced" && !isNamespaced))
            return $"its match is for scope {_scope}";
        if (space.Length > 0 && !_namespaces.IsEmpty && !_namespaces.Any(n => Wildcard.Matches(n, space)))
            return "its match does not name the namespace";
        if (space.Length > 0 && _excluded.FirstOrDefault(n => Wildcard.Matches(n, space)) is { } pattern)
            return $"its match excludes namespaces {pattern}";
        return WhyNotByLabels(item, metadata, request, isNamespace);
    }

    private string? WhyNotByLabels(JsonElement item, JsonElement? metadata, AdmissionRequest request, bool isNamespace)
    {
        var labels = AdmissionRequest.LabelsOf(item);
        if (_labels is not null && !_labels.Matches(labels))
            return "its labelSelector does not select the object";
        var isSelected = _namespaceLabels is null ? true
            : isNamespace ? _namespaceLabels.Matches(labels)
            : !IsInNamespace(request) || NamespaceLabels.Select(_namespaceLabels, request) != false;
        if (!isSelected)
            return "its namespaceSelector does not select the namespace";
        if (_name.Length > 0 && !Wildcard.Matches(_name, MatchReader.Text(metadata, "name")) && !Wildcard.MatchesPrefix(_name, MatchReader.Text(metadata, "generateName")))
            return "its match does not name the object";
        return _source is "" or "All" or "Original" ? null : $"its match is for source {_source}";
    }

    private bool IsKind(JsonElement item, AdmissionRequest request)
    {
        if (_kinds.IsEmpty)
            return true;
        var kind = MatchReader.Text(item, "kind") is { Length: > 0 } own ? own : request.Kind.Kind;
        var version = MatchReader.Text(item, "apiVersion");
        var group = version.Length == 0 ? request.Kind.Group : version.Contains('/', StringComparison.Ordinal) ? version.Split('/')[0] : "";
        return _kinds.Any(k => IsAmong(k.Kinds, kind) && IsAmong(k.Groups, group));
    }

    private static bool IsAmong(ImmutableArray<string> names, string name) => names.IsEmpty || names.Contains("*") || names.Contains(name);
}
