using Scanner.Simulator;
using Scanner.SimulatedTime.Replicas;

namespace Scanner.SimulatedTime.Faults;

/// <summary>Which requests of the replicas a fault hits.</summary>
internal sealed record Target(string Text, Func<ReceivedRequest, bool> Matches)
{
    private static readonly Target[] s_paths =
    [
        new("everything", static _ => true),
        new("everything", static _ => true),
        new("watches", IsWatch),
        new("lists", static r => r.Method == "GET" && !IsWatch(r)),
        new("probes", static r => r.Method == "PATCH"),
        new("probes of open", static r => r.Method == "PATCH" && r.Path.Contains("/namespaces/open/", StringComparison.Ordinal)),
        new("controls", static r => r.Method == "POST" && r.Path.EndsWith("/pods", StringComparison.Ordinal)),
        new("namespaces", static r => r.Path == "/api/v1/namespaces"),
        new("pods", static r => r.Path == "/api/v1/pods"),
        new("rbac", static r => r.Path.StartsWith("/apis/rbac.authorization.k8s.io/", StringComparison.Ordinal)),
        new("admission", static r => r.Path.StartsWith("/apis/admissionregistration.k8s.io/v1/", StringComparison.Ordinal)),
        new("webhooks", static r => r.Path.EndsWith("/validatingwebhookconfigurations", StringComparison.Ordinal)),
        new("the engine", static r => r.Path.StartsWith("/apis/kyverno.io/", StringComparison.Ordinal)),
        new("discovery", static r => r.Path is "/apis" or "/api" or "/version"),
        new("leases", static r => r.Path.Contains("/leases", StringComparison.Ordinal)),
    ];

    /// <summary>Of all replicas or of one.</summary>
    public static Target Draw(Scene scene) => Of(scene, scene.Pick(s_paths));

    public static Target Watches(Scene scene) => Of(scene, new Target("watches", IsWatch));

    public static Target Lists(Scene scene) => Of(scene, s_paths[3]);

    public static Target Everything(Scene scene) => Of(scene, s_paths[0]);

    public static Target Discovery { get; } = new("discovery", static r => IsOurs(r) && r.Path == "/apis");

    private static Target Of(Scene scene, Target paths)
    {
        string? user = scene.Replicas.Count > 1 && scene.Chance(0.3) ? scene.Pick(scene.Replicas).User : null;
        return new Target(
            $"{paths.Text} of {user ?? "all"}",
            r => IsOurs(r) && (user is null || r.User == user) && paths.Matches(r));
    }

    private static bool IsOurs(ReceivedRequest r) => r.User is "one" or "two";

    private static bool IsWatch(ReceivedRequest r) => r.Query.Contains("watch=true", StringComparison.Ordinal) || r.Query.Contains("watch=1", StringComparison.Ordinal);
}
