using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Matching;
using Scanner.Policies.MutatingPolicies;
using Scanner.Policies.Objects;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Engines;

/// <summary>Tells by objects which policy engines a cluster has, in which version, and whether they answer.</summary>
public static class EngineDetection
{
    /// <summary>The minor version in which the server has a part of its own without being told so, and the one from which it is gone.</summary>
    private const int PodSecuritySince = 23;
    private const int ValidatingSince = 30;
    private const int MutatingSince = 36;
    internal const int PodSecurityPolicyGone = 25;

    /// <summary>Every engine of <see cref="EngineNames"/>, installed or not, in the order of the server.</summary>
    /// <param name="minor">Of Kubernetes 1.x.</param>
    public static ImmutableArray<EngineFacts> Of(PolicyObjects objects, WebhookRegistry webhooks, int minor) =>
    [
        Own(EngineNames.PodSecurity, minor >= PodSecuritySince),
        Own(EngineNames.PodSecurityPolicy, minor < PodSecurityPolicyGone && Has(objects, "policy", "PodSecurityPolicy")),
        Own(EngineNames.SecurityContextConstraints, Has(objects, "security.openshift.io", "SecurityContextConstraints")),
        Own(EngineNames.ValidatingAdmissionPolicy, minor >= ValidatingSince || Has(objects, AdmissionResources.Group, EngineNames.ValidatingAdmissionPolicy)),
        Own(EngineNames.MutatingAdmissionPolicy, minor >= MutatingSince || Has(objects, AdmissionResources.Group, MutatingPolicyEngine.PolicyKind)),
        Called(EngineNames.Gatekeeper, objects, webhooks, Has(objects, "templates.gatekeeper.sh", "ConstraintTemplate")),
        Called(EngineNames.Kyverno, objects, webhooks, objects.AllOf("kyverno.io").Any() || objects.AllOf("policies.kyverno.io").Any()),
        Called(EngineNames.Kubewarden, objects, webhooks, objects.AllOf("policies.kubewarden.io").Any()),
        Called(EngineNames.Webhook, objects, webhooks, hasPolicies: false),
    ];

    private static bool Has(PolicyObjects objects, string group, string kind) => objects.All(group, kind).Count > 0;

    private static EngineFacts Own(string name, bool isInstalled) => new(name, isInstalled, null, null, null);

    private static EngineFacts Called(string name, PolicyObjects objects, WebhookRegistry webhooks, bool hasPolicies)
    {
        var own = webhooks.All.Where(w => w.Facts.Owner.Engine == name).ToList();
        var version = EngineVersions.Of(name, objects);
        var validating = own.FindAll(w => !w.Facts.IsMutating);
        return new EngineFacts(
            name,
            own.Count > 0 || hasPolicies || version is not null,
            version,
            IsHealthy(own),
            validating.Count > 0 ? validating.Exists(w => w.Facts.FailsOpen) : null);
    }

    /// <summary>One webhook that nobody answers is enough for an engine not to be.</summary>
    private static bool? IsHealthy(List<Webhook> webhooks)
    {
        if (webhooks.Exists(w => w.Health == BackendHealth.NoEndpoint))
            return false;
        return webhooks.Count > 0 && webhooks.TrueForAll(w => w.Health == BackendHealth.Ready) ? true : null;
    }
}
