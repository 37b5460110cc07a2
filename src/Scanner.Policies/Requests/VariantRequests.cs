using System.Collections.Immutable;
using System.Text.Json;

namespace Scanner.Policies.Requests;

/// <summary>The requests by which a policy is known: every variant of a container through every channel. Made once for all policies.</summary>
public sealed class VariantRequests
{
    private readonly Dictionary<(string Variant, RequestChannel Channel), AdmissionRequest> _requests = [];
    private readonly Func<ContainerVariant, RequestChannel, AdmissionRequest> _make;

    private VariantRequests(Func<ContainerVariant, RequestChannel, AdmissionRequest> make) => _make = make;

    /// <summary>Every variant that policies forbid; the benign one is beside them.</summary>
    public static ImmutableArray<ContainerVariant> Variants => ContainerVariants.Forbidden;

    /// <param name="pod">A pod, or one that is made up, whose namespace is that of the requests.</param>
    public static VariantRequests Of(JsonElement pod, IReadOnlyDictionary<string, string> namespaceLabels, RequestUser user, bool areLabelsKnown = true) =>
        new((variant, channel) => PodRequests.Make(pod, variant.Container, channel, namespaceLabels, user) with { AreNamespaceLabelsKnown = areLabelsKnown });

    /// <summary>For a pod that is made up. There may be ten thousand namespaces, whose requests differ by the name alone.</summary>
    /// <param name="space">The namespace.</param>
    public static VariantRequests In(string space, IReadOnlyDictionary<string, string> namespaceLabels, RequestUser user, bool areLabelsKnown = true)
    {
        var pod = new Lazy<JsonElement>(() => MadeUpPod.In(space));
        return new((variant, channel) =>
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
        if (!_requests.TryGetValue((variant.Name, channel), out var request))
            _requests[(variant.Name, channel)] = request = _make(variant, channel);
        return request;
    }
}
