using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;

namespace Scanner.Worker.Caches;

/// <summary>The resources whose objects decide about admission: the server's own, and those of the policy engines.</summary>
internal static class GuardKinds
{
    /// <summary>The group that every API server serves.</summary>
    public const string BuiltIn = "admissionregistration.k8s.io";

    // "*" stands for every resource of the group. Reports and requests that engines write all the time are not in here.
    private static readonly Dictionary<string, string[]> s_groups = new()
    {
        [BuiltIn] =
        [
            "validatingwebhookconfigurations", "mutatingwebhookconfigurations",
            "validatingadmissionpolicies", "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
        ],
        ["kyverno.io"] = ["clusterpolicies", "policies", "policyexceptions"],
        ["policies.kyverno.io"] =
        [
            "validatingpolicies", "namespacedvalidatingpolicies", "mutatingpolicies", "namespacedmutatingpolicies",
            "imagevalidatingpolicies", "namespacedimagevalidatingpolicies", "policyexceptions",
        ],
        ["templates.gatekeeper.sh"] = ["constrainttemplates"],
        ["constraints.gatekeeper.sh"] = ["*"],
        ["config.gatekeeper.sh"] = ["configs"],
        ["mutations.gatekeeper.sh"] = ["*"],
        ["policies.kubewarden.io"] =
            ["clusteradmissionpolicies", "admissionpolicies", "clusteradmissionpolicygroups", "admissionpolicygroups"],
        ["security.openshift.io"] = ["securitycontextconstraints"],
    };

    /// <summary>What is there on every server (since 1.16), whether its discovery says so or not.</summary>
    public static ImmutableArray<WatchTarget> ServedByAll { get; } =
    [
        .. new[] { "validatingwebhookconfigurations", "mutatingwebhookconfigurations" }
            .Select(r => Target(BuiltIn, "v1", r)),
    ];

    public static WatchTarget Target(string group, string version, string resource) =>
        new(new ResourcePath(group, version, resource)) { MetadataOnly = true, IsAlwaysServed = IsAlwaysServed(group) };

    public static bool IsAlwaysServed(string group) => group == BuiltIn;

    public static bool IsGroup(string group) => s_groups.ContainsKey(group);

    /// <summary>Whether an object of this resource, once new or changed, brings resources that were not served before.</summary>
    public static bool BringsResources(string resource) => resource == "constrainttemplates";

    public static bool Contains(string group, string resource) =>
        s_groups.TryGetValue(group, out var resources) && !resource.Contains('/', StringComparison.Ordinal)
        && (resources is ["*"] || resources.Contains(resource));
}
