using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Registration;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Matching;

namespace Scanner.Policies.Kyverno.Scopes;

/// <summary>
/// What a policy of Kyverno reads of namespaces and pods: its filters, its overrides, its exceptions, the settings of Kyverno, and whatever its
/// expressions and patterns name.
/// </summary>
internal sealed class KyvernoScope
{
    private readonly List<string> _patterns = [];
    private readonly List<MatchResources> _matches = [];
    private readonly List<ScopeExample> _examples = [];
    private readonly List<string> _expressions = [];
    private MetadataReads _reads;
    private bool _readsContainers;
    private string _own = "";

    private KyvernoScope(KyvernoObjects shared)
    {
        _patterns.AddRange(shared.Settings.NamespacePatterns);
        _matches.AddRange(shared.Webhooks.Matches);
        _expressions.AddRange(shared.Webhooks.Expressions);
    }

    /// <summary>Of a ClusterPolicy or Policy.</summary>
    public static PolicyScope OfRules(CelValue policy, KyvernoObjects shared)
    {
        var scope = new KyvernoScope(shared);
        var spec = Tree.Get(policy, "spec");
        scope.AddOwnNamespace(policy);
        scope.AddOverrides(Tree.Items(spec, "validationFailureActionOverrides"));
        foreach (var rule in Tree.Items(spec, "rules"))
            scope.AddRule(rule);
        scope.AddText(Tree.With(spec, ("rules", null), ("validationFailureActionOverrides", null)));
        foreach (var exception in shared.Objects.All("kyverno.io", "PolicyException").Select(JsonValues.From).Select(e => Tree.Get(e, "spec")))
        {
            if (Array.Exists(Tree.Items(exception, "exceptions"), e => Tree.Text(e, "policyName").EndsWith(Tree.Text(policy, "metadata", "name"), StringComparison.Ordinal)))
            {
                scope.AddFilters(exception!, isExample: false);
                scope._readsContainers = true;
            }
        }

        return scope.Sum();
    }

    /// <summary>Of a policy in CEL.</summary>
    public static PolicyScope OfExpressions(CelValue policy, KyvernoObjects shared)
    {
        var scope = new KyvernoScope(shared);
        var spec = Tree.Get(policy, "spec");
        scope.AddOwnNamespace(policy);
        var match = Tree.Get(spec, "matchConstraints") is { } given ? JsonOf.Read(given) : new MatchResources(null, [], null, null);
        scope._matches.Add(match);
        var exceptions = shared.Objects.All("policies.kyverno.io", "PolicyException").Select(JsonValues.From).Select(e => Tree.Get(e, "spec"))
            .Where(s => Array.Exists(Tree.Items(s, "policyRefs"), r => Tree.Text(r, "name") == Tree.Text(policy, "metadata", "name")));
        var texts = exceptions.Prepend(Tree.With(spec, ("matchConstraints", null))).Where(s => s is not null).Select(s => JsonText.Of(s!));
        scope._examples.AddRange(SelectorScopes.Of([[match]], []).Examples);
        scope._expressions.AddRange(texts);
        scope._readsContainers = scope._expressions.Exists(ContainerReads.Of);
        return scope.Sum();
    }

    private void AddOwnNamespace(CelValue policy)
    {
        _own = Tree.Text(policy, "metadata", "namespace");
        if (_own.Length > 0)
            _patterns.Add(_own);
    }

    private void AddRule(CelValue rule)
    {
        var validate = Tree.Get(rule, "validate");
        AddOverrides(Tree.Items(validate, "failureActionOverrides"));
        AddFilters(Tree.With(rule, ("validate", validate is null ? null : Tree.With(validate, ("failureActionOverrides", null)))), isExample: true);
    }

    private void AddOverrides(CelValue[] overrides)
    {
        foreach (var entry in overrides)
            AddResources(entry);
    }

    /// <summary><c>match</c> and <c>exclude</c> by what they filter by, the rest by its text.</summary>
    private void AddFilters(CelValue rule, bool isExample)
    {
        foreach (var filter in FilterExamples.Filters(Tree.Get(rule, "match")))
        {
            AddResources(Tree.Get(filter, "resources"));
            if (isExample)
                _examples.Add(FilterExamples.Of([filter]));
        }

        foreach (var filter in FilterExamples.Filters(Tree.Get(rule, "exclude")))
            AddResources(Tree.Get(filter, "resources"));
        if (isExample && Tree.Items(rule, "match", "all") is { Length: > 1 } all)
            _examples.Add(FilterExamples.Of(all));
        AddText(Tree.With(rule, ("match", null), ("exclude", null)));
    }

    private void AddResources(CelValue? resources)
    {
        _patterns.AddRange(Tree.Texts(resources, "namespaces"));
        if (Tree.Get(resources, "namespaceSelector") is { } selector)
        {
            // Keys with wildcards may mean any label.
            _reads |= new MetadataReads(Tree.Pairs(selector, "matchLabels").Any(p => Wildcard.IsIn(p.Key)), ofPod: false);
            _matches.Add(JsonOf.Read(Tree.With(null, ("namespaceSelector", selector))));
        }

        var readsPod = Array.Exists(["selector", "annotations", "name", "names"], f => Tree.Get(resources, f) is not null);
        _reads |= new MetadataReads(ofNamespace: false, readsPod);
    }

    private void AddText(CelValue value)
    {
        var text = JsonText.Of(value);
        _reads |= MetadataReads.Of(text, "request");
        _readsContainers |= ContainerReads.Of(text);
    }

    private PolicyScope Sum()
    {
        var scope = SelectorScopes.Of([[.. _matches]], _expressions);
        return scope with
        {
            ReadsNamespace = scope.ReadsNamespace || _reads.Namespace || _patterns.Count > 0,
            ReadsPodMetadata = scope.ReadsPodMetadata || _reads.PodMetadata,
            PodLabels = _reads.PodMetadata ? null : scope.PodLabels,
            NameTests = _reads.Namespace ? null : scope.NameTests?.AddRange(_patterns.Distinct().Select(p => (Predicate<string>)(name => Wildcard.Matches(p, name)))),
            ReadsContainers = _readsContainers,
            Examples = [.. _own.Length == 0 ? _examples : _examples.Select(e => e with { Namespace = _own })],
        };
    }
}
