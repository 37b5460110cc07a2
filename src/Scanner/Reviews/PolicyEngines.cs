using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Engines;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Kyverno;
using Scanner.Policies.Matching;
using Scanner.Policies.MutatingPolicies;
using Scanner.Policies.Objects;
using Scanner.Policies.PodSecurity;
using Scanner.Policies.Webhooks;

namespace Scanner.Reviews;

/// <summary>The engines whose policies are run. The one list of them: whatever asks policies takes them from here.</summary>
internal static class PolicyEngines
{
    /// <summary>The newest version of Kubernetes that is known, by which policies of files are read.</summary>
    public const int NewestMinor = 36;

    private const string Server = "admissionregistration.k8s.io";

    /// <summary>In the order in which their decisions are shown. Webhooks of an engine that is here are that engine's to explain.</summary>
    private static readonly ImmutableArray<PolicyEngine> s_engines =
    [
        new(EngineNames.MutatingAdmissionPolicy, (objects, minor) => [.. MutatingPolicyEngine.Compile(objects, minor)], (Server, "MutatingAdmissionPolicy"), (Server, "MutatingAdmissionPolicyBinding")),
        new(EngineNames.PodSecurity, (_, minor) => [new PodSecurityPolicy(minor)]),
        new(EngineNames.SecurityContextConstraints, ServerEngine.Compile, ("security.openshift.io", "SecurityContextConstraints")),
        new(EngineNames.ValidatingAdmissionPolicy, ValidatingPolicyEngine.Compile, (Server, "ValidatingAdmissionPolicy"), (Server, "ValidatingAdmissionPolicyBinding")),
        new(
            EngineNames.Gatekeeper, GatekeeperEngine.Compile, ("templates.gatekeeper.sh", "*"), ("constraints.gatekeeper.sh", "*"), ("config.gatekeeper.sh", "*"),
            ("mutations.gatekeeper.sh", "*")),
        new(EngineNames.Kyverno, KyvernoEngine.Compile, ("kyverno.io", "*"), ("policies.kyverno.io", "*")),
        new(EngineNames.Webhook, OtherWebhooks, (Server, "ValidatingWebhookConfiguration"), (Server, "MutatingWebhookConfiguration")),
    ];

    /// <summary>By which policies are read; the newest where the server does not say.</summary>
    /// <param name="version">As the server gives it, <c>v1.36.2</c>.</param>
    public static int MinorOf(string version) =>
        version.TrimStart('v').Split('.') is ["1", var text, ..] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : NewestMinor;

    /// <param name="minor">Of Kubernetes 1.x.</param>
    public static ImmutableArray<IPolicy> Compile(PolicyObjects objects, int minor) => [.. s_engines.SelectMany(e => e.Compile(objects, minor))];

    /// <summary>Objects that may deny requests and that no engine here runs.</summary>
    public static IEnumerable<PolicyIdentity> NotRun(PolicyObjects objects) =>
        from @group in AdmissionKinds.All.Select(k => k.Group).Distinct()
        from item in objects.AllOf(@group)
        let kind = MatchReader.Text(item, "kind")
        where AdmissionKinds.Decides(@group, kind) && !Reads(@group, kind)
        select Identity(item, @group, kind);

    /// <summary>Whether an engine here reads objects of this kind.</summary>
    public static bool Reads(string group, string kind) => s_engines.Any(e => e.Reads(group, kind));

    private static ImmutableArray<IPolicy> OtherWebhooks(PolicyObjects objects, int minor) =>
        WebhookEngine.Compile(WebhookRegistry.Of(objects, minor), [.. s_engines.Select(e => e.Name).Where(n => n != EngineNames.Webhook)]);

    private static PolicyIdentity Identity(JsonElement item, string group, string kind)
    {
        var metadata = MatchReader.Child(item, "metadata");
        var engine = group.EndsWith(".kubewarden.io", StringComparison.Ordinal) ? EngineNames.Kubewarden : EngineNames.Webhook;
        return new PolicyIdentity(engine, kind, MatchReader.Text(metadata, "namespace"), MatchReader.Text(metadata, "name"));
    }
}
