using System.Collections.Immutable;
using Scanner.Core.Cluster;
using Scanner.Policies.Engines;

namespace Scanner.Rights;

/// <summary>
/// Every right that the program uses, with why. The one list of them: what <c>scanner rbac --needed</c> prints, and what a test holds to be exactly
/// what is sent.
/// </summary>
internal static class NeededRights
{
    private const string Server = "admissionregistration.k8s.io";
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Versions = "optional: which versions of policy engines run, off their images; in the namespaces of their webhooks only";

    private const string KyvernoConfig = "optional: what Kyverno lets through unread, by its ConfigMap; without it what Kyverno denies is Unknown. Another name where Kyverno's Deployment has one in INIT_CONFIG";

    private static readonly ImmutableArray<string> s_rbac = ["clusterrolebindings", "clusterroles", "rolebindings", "roles"];
    private static readonly ImmutableArray<string> s_follow = ["list", "watch"];

    public static ImmutableArray<NeededRight> All { get; } =
    [
        new(RightUser.Run, "", ["namespaces"], ["get", "list", "watch"], "what there is to judge; get: kube-system, whose uid tells installations apart"),
        new(RightUser.Run, "", ["pods"], ["get", "list", "watch"], "what to aim probes at, and the ephemeral containers that there are; get: where policies and probes differ"),
        new(RightUser.Run, "", ["pods/ephemeralcontainers"], ["patch"], "the probes, always dryRun=All, and the empty patch that tests the fence"),
        new(RightUser.Run, "", ["pods"], ["create"], "the regular control, always dryRun=All; not needed with probe.regularControl: false"),
        new(RightUser.Run, "", ["serviceaccounts"], s_follow, "which subjects of bindings exist; metadata only"),
        new(RightUser.Run, Rbac, s_rbac, s_follow, "who can add ephemeral containers"),
        .. AdmissionKinds.All.GroupBy(k => k.Group).Select(Admission),
        new(RightUser.Run, "discovery.k8s.io", ["endpointslices"], ["list"], "whether anybody answers a webhook"),
        new(RightUser.Run, "apps", ["deployments"], ["list"], Versions),
        OfKyverno(RightUser.Run),
        new(RightUser.Run, "coordination.k8s.io", ["leases"], ["create", "get", "update"], "leader election; not needed with leaderElection: false")
        {
            Scope = RightScope.OwnNamespace,
        },
        new(RightUser.Run, "events.k8s.io", ["events"], ["create", "patch"], "events about changes of verdicts; not needed with events: false")
        {
            Scope = RightScope.DefaultNamespace,
        },
        Reports("wgpolicyk8s.io", "policyreports", "clusterpolicyreports"),
        Reports("openreports.io", "reports", "clusterreports"),
        new(RightUser.Run, "authentication.k8s.io", ["tokenreviews"], ["create"], "whose token a reader shows; only with webListen elsewhere than on loopback"),
        new(RightUser.Run, "authorization.k8s.io", ["subjectaccessreviews"], ["create"], "whether a reader may read; only with webListen elsewhere than on loopback"),
        Discovery(RightUser.Run),

        new(RightUser.Scan, "", ["namespaces"], ["get", "list"], "what there is to judge; get: with -n"),
        new(RightUser.Scan, "", ["pods"], ["get", "list"], "what to aim probes at; get: probe NAMESPACE/POD"),
        new(RightUser.Scan, "", ["pods/ephemeralcontainers"], ["patch"], "the probes, always dryRun=All; not needed with --no-probe"),
        new(RightUser.Scan, "", ["pods"], ["create"], "the regular control, always dryRun=All; not needed with --no-regular-control"),
        new(RightUser.Scan, "", ["serviceaccounts"], ["list"], "which subjects of bindings exist; not needed with --no-rbac"),
        new(RightUser.Scan, Rbac, s_rbac, ["list"], "who can add ephemeral containers; not needed with --no-rbac"),
        new(RightUser.Scan, Server, [.. AdmissionKinds.All.Where(k => k.Group == Server).Select(k => k.Resource)], ["list"], "policies and webhooks, which are run; verdicts need none of them"),
        Discovery(RightUser.Scan),
        new(RightUser.ScanOfEngines, "discovery.k8s.io", ["endpointslices"], ["list"], "whether anybody answers a webhook"),
        new(RightUser.ScanOfEngines, "apps", ["deployments"], ["list"], Versions),
        OfKyverno(RightUser.ScanOfEngines),
        .. AdmissionKinds.All.Where(k => k.Group != Server && k.Resource != AdmissionKinds.Every).GroupBy(k => k.Group).Select(g => new NeededRight(
            RightUser.ScanOfEngines, g.Key, [.. g.Select(k => k.Resource)], ["list"], "policies, which are run; only where the cluster serves them")),
    ];

    private static NeededRight Admission(IGrouping<string, AdmissionKind> group) => new(
        RightUser.Run,
        group.Key,
        [.. group.Select(k => k.Resource)],
        s_follow,
        group.Key == Server ? "policies and webhooks: they are run, and their change makes it ask again" : "policies: they are run, and their change makes it ask again; only where the cluster serves them");

    // By server-side apply, for which the server asks for create as well where it finds nothing.
    private static NeededRight Reports(string group, params ReadOnlySpan<string> resources) => new(
        RightUser.Run, group, [.. resources], ["create", "delete", "list", "patch", "watch"], "its own reports; not needed with reports: none, nor where the cluster serves none");

    private static NeededRight OfKyverno(RightUser by) => new(by, "", ["configmaps"], ["get"], KyvernoConfig)
    {
        Names = [KyvernoConfigMap.DefaultName],
    };

    private static NeededRight Discovery(RightUser by) =>
        new(by, null, ["/api/v1", "/apis", "/apis/*", "/version"], ["get"], "what the server is and serves; the role system:discovery gives it to everybody");
}
