using System.Collections.Immutable;
using System.Text.Json;

namespace Scanner.Policies.Requests;

/// <summary>The requests by which a policy is known: every variant of a container through every channel. Made once for all policies.</summary>
public sealed class VariantRequests
{
    /// <summary>By channel, then by the name of the variant.</summary>
    private readonly Dictionary<string, AdmissionRequest>[] _requests = [[], [], []];
    private readonly Lazy<JsonElement> _pod;
    private readonly Func<JsonElement, JsonElement, RequestChannel, AdmissionRequest> _makeOf;
    private readonly Func<ContainerVariant, RequestChannel, AdmissionRequest> _make;

    private VariantRequests(
        Lazy<JsonElement> pod, Func<JsonElement, JsonElement, RequestChannel, AdmissionRequest> makeOf, Func<ContainerVariant, RequestChannel, AdmissionRequest>? make = null)
    {
        (_pod, _makeOf) = (pod, makeOf);
        _make = make ?? ((variant, channel) => makeOf(pod.Value, variant.Container, channel));
    }

    /// <summary>Every variant that policies forbid; the benign one is beside them.</summary>
    public static ImmutableArray<ContainerVariant> Variants => ContainerVariants.Forbidden;

    /// <summary>An update of the subresource that adds nothing.</summary>
    public AdmissionRequest Unchanged => field ??= WithoutContainer(Get(ContainerVariants.Benign, RequestChannel.Ephemeral));

    /// <param name="pod">A pod, or one that is made up, whose namespace is that of the requests.</param>
    public static VariantRequests Of(JsonElement pod, IReadOnlyDictionary<string, string> namespaceLabels, RequestUser user, bool areLabelsKnown = true) =>
        new(new Lazy<JsonElement>(pod), Maker(namespaceLabels, user, areLabelsKnown));

    /// <summary>For a pod that is made up. There may be ten thousand namespaces, whose requests differ by the name alone.</summary>
    /// <param name="space">The namespace.</param>
    public static VariantRequests In(string space, IReadOnlyDictionary<string, string> namespaceLabels, RequestUser user, bool areLabelsKnown = true)
    {
        var pod = new Lazy<JsonElement>(() => MadeUpPod.In(space));
        return new(pod, Maker(namespaceLabels, user, areLabelsKnown), (variant, channel) =>
        {
            var request = MadeUpRequests.Get(variant, channel, space);
            return request with
            {
                NamespaceLabels = namespaceLabels,
                AreNamespaceLabelsKnown = areLabelsKnown,
                User = user,
                OldObject = request.OldObject is null ? null : pod.Value,
            };
        });
    }

    public AdmissionRequest Get(ContainerVariant variant, RequestChannel channel)
    {
        var made = _requests[(int)channel];
        if (!made.TryGetValue(variant.Name, out var request))
            made[variant.Name] = request = _make(variant, channel);
        return request;
    }

    /// <summary>The request that adds a container which is no variant.</summary>
    internal AdmissionRequest Adding(JsonElement container) => _makeOf(_pod.Value, container, RequestChannel.Ephemeral);

    /// <summary>The same requests about another pod.</summary>
    /// <param name="alterations">Of the pod that was given, one after the other.</param>
    internal VariantRequests Altered(PodAlteration[] alterations)
    {
        var pod = new Lazy<JsonElement>(() => alterations.Aggregate(_pod.Value, (item, alteration) => alteration.Pod(item)));
        return new(pod, _makeOf, (variant, channel) => _makeOf(pod.Value, Altered(variant, alterations), channel));
    }

    private static Func<JsonElement, JsonElement, RequestChannel, AdmissionRequest> Maker(
        IReadOnlyDictionary<string, string> namespaceLabels, RequestUser user, bool areLabelsKnown) =>
        (pod, container, channel) => PodRequests.Make(pod, container, channel, namespaceLabels, user) with { AreNamespaceLabelsKnown = areLabelsKnown };

    private static AdmissionRequest WithoutContainer(AdmissionRequest adding) => adding with { Object = adding.OldObject };

    private static JsonElement Altered(ContainerVariant variant, PodAlteration[] alterations)
    {
        var (container, benign) = (variant.Container, ContainerVariants.Benign.Container);
        foreach (var alteration in alterations)
            (container, benign) = (alteration.Container(container, benign), alteration.Container(benign, benign));
        return container;
    }
}
