using System.Collections.Immutable;
using System.Text.Json;

namespace Scanner.Policies.Requests;

/// <summary>The requests by which a policy is known: every variant of a container through every channel. Made once for all policies.</summary>
public sealed class VariantRequests
{
    private readonly Dictionary<(string Variant, RequestChannel Channel), AdmissionRequest> _requests = [];
    private readonly JsonElement _pod;
    private readonly ImmutableArray<PodAlteration> _alterations;
    private readonly Func<JsonElement, JsonElement, RequestChannel, AdmissionRequest> _make;

    private VariantRequests(JsonElement pod, ImmutableArray<PodAlteration> alterations, Func<JsonElement, JsonElement, RequestChannel, AdmissionRequest> make) =>
        (_pod, _alterations, _make) = (pod, alterations, make);

    /// <summary>Every variant that policies forbid; the benign one is beside them.</summary>
    public static ImmutableArray<ContainerVariant> Variants => ContainerVariants.Forbidden;

    /// <summary>An update of the subresource that adds nothing.</summary>
    public AdmissionRequest Unchanged => field ??= WithoutContainer(Get(ContainerVariants.Benign, RequestChannel.Ephemeral));

    /// <param name="pod">A pod, or one that is made up, whose namespace is that of the requests.</param>
    public static VariantRequests Of(JsonElement pod, IReadOnlyDictionary<string, string> namespaceLabels, RequestUser user, bool areLabelsKnown = true) => new(
        pod, [], (item, container, channel) => PodRequests.Make(item, container, channel, namespaceLabels, user) with { AreNamespaceLabelsKnown = areLabelsKnown });

    public AdmissionRequest Get(ContainerVariant variant, RequestChannel channel)
    {
        if (!_requests.TryGetValue((variant.Name, channel), out var request))
            _requests[(variant.Name, channel)] = request = _make(_pod, Altered(variant), channel);
        return request;
    }

    /// <summary>The same requests about another pod.</summary>
    /// <param name="alterations">Of the pod that was given, one after the other.</param>
    internal VariantRequests Altered(ImmutableArray<PodAlteration> alterations) =>
        new(alterations.Aggregate(_pod, (pod, alteration) => alteration.Pod(pod)), alterations, _make);

    private static AdmissionRequest WithoutContainer(AdmissionRequest adding) => adding with { Object = adding.OldObject };

    private JsonElement Altered(ContainerVariant variant)
    {
        var (container, benign) = (variant.Container, ContainerVariants.Benign.Container);
        foreach (var alteration in _alterations)
            (container, benign) = (alteration.Container(container, benign), alteration.Container(benign, benign));
        return container;
    }
}
