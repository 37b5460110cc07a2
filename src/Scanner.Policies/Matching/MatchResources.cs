using System.Collections.Immutable;
using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Matching;

/// <summary>
/// Which requests a webhook, a policy or a binding is for. <c>matchPolicy</c> translates between versions of one resource and never adds a
/// subresource.
/// </summary>
/// <param name="Rules">Null where none are asked for, as in a binding without them: everything is meant.</param>
public sealed record MatchResources(
    ImmutableArray<ResourceRule>? Rules, ImmutableArray<ResourceRule> ExcludeRules, LabelSelectorFacts? NamespaceSelector, LabelSelectorFacts? ObjectSelector)
{
    /// <summary><c>matchPolicy: Equivalent</c>, the default.</summary>
    public bool MatchesEquivalents { get; init; } = true;

    /// <summary>Why a request is not meant; null for one that is, or that <see cref="WhatIsUnknown"/> decides about.</summary>
    public string? WhyNot(AdmissionRequest request)
    {
        if (AdmissionResources.IsExempt(request))
            return "objects that decide about admission are not subject to it";
        if (NamespaceSelector is { } namespaces && SelectsNamespace(namespaces, request) == false)
            return "its namespaceSelector does not select the namespace";
        if (ObjectSelector is { } objects && !SelectsObject(objects, request))
            return "its objectSelector does not select the object";
        if (ExcludeRules.Any(r => r.Matches(request)))
            return "its excludeResourceRules leave the request out";
        if (Rules is { } rules && !rules.Any(r => r.Matches(request)) && SeenAs(request) is null)
            return $"no rule covers {request.Operation} of {request.Resource.Resource}{(request.SubResource.Length > 0 ? "/" + request.SubResource : "")}";
        return null;
    }

    /// <summary>
    /// The version of the object in which it is shown where no rule names the version of the request; null where one does, and where none is
    /// for the request.
    /// </summary>
    public GroupVersionResource? SeenAs(AdmissionRequest request) => MatchesEquivalents && Rules is { } rules && !rules.Any(r => r.Matches(request))
        ? EquivalentResources.Of(request.Resource).FirstOrDefault(e => rules.Any(r => r.Matches(request with { Resource = e })))
        : null;

    /// <summary>What must be known to tell whether a request is meant that nothing rules out; null where nothing is missing.</summary>
    public string? WhatIsUnknown(AdmissionRequest request) =>
        NamespaceSelector is { } namespaces && SelectsNamespace(namespaces, request) is null ? $"the labels of namespace {request.Namespace}" : null;

    /// <summary>Whether anything in a namespace can be meant.</summary>
    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        NamespaceSelector is not { } namespaces || NamespaceLabels.Select(namespaces, space, labels, areLabelsKnown) != false;

    /// <summary>Whether its namespaceSelector leaves a namespace out that it would select otherwise.</summary>
    public bool Excludes(string space, IReadOnlyDictionary<string, string> labels) => NamespaceSelector is { } namespaces && NamespaceLabels.Excludes(namespaces, space, labels);

    /// <summary>Objects of the cluster are always selected, but namespaces are by their own labels. Null where labels are not known.</summary>
    private static bool? SelectsNamespace(LabelSelectorFacts selector, AdmissionRequest request)
    {
        if (ResourceRule.IsNamespace(request))
            return selector.Matches(AdmissionRequest.LabelsOf(request.Object ?? request.OldObject));
        return request.Namespace.Length == 0 ? true : NamespaceLabels.Select(selector, request);
    }

    private static bool SelectsObject(LabelSelectorFacts selector, AdmissionRequest request) =>
        selector.Requirements.IsEmpty
        || (request.Object is { } now && selector.Matches(AdmissionRequest.LabelsOf(now)))
        || (request.OldObject is { } before && selector.Matches(AdmissionRequest.LabelsOf(before)));
}
