using Scanner.Simulator.Webhooks;

namespace Scanner.Simulator.Scenario;

/// <summary>What differs between one sample cluster and another.</summary>
public sealed record ScenarioOptions
{
    /// <summary>The <c>caBundle</c> of the webhooks; empty where nothing is really called.</summary>
    public string CaBundleBase64 { get; init; } = "";

    /// <summary>Where the sample webhooks listen.</summary>
    public int HookPort { get; init; } = ScenarioWebhooks.DefaultPort;

    /// <summary>Where nobody listens.</summary>
    public int DownPort { get; init; } = ScenarioWebhooks.DownPort;

    /// <summary>The version in which admission policies are served: <c>v1</c> (since 1.30), <c>v1beta1</c> (1.28 when switched on), or null to leave them out.</summary>
    public string? AdmissionPolicies { get; init; } = "v1";

    /// <summary>What a server of <paramref name="version"/> serves by default.</summary>
    public static ScenarioOptions For(KubernetesVersion version) => new() { AdmissionPolicies = version >= KubernetesVersion.V1_30 ? "v1" : null };
}
