using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Admission.Policies;

namespace Scanner.Simulator.Scenario;

/// <summary>What the CEL expressions of the sample cluster's admission policies evaluate to.</summary>
internal static class ScenarioPolicies
{
    private static readonly string[] SoundPolicies = ["no-privileged", "no-privileged-pods-only", "no-privileged-audit", "no-privileged-warn"];

    private static readonly string[] Reports =
        ["wgpolicyk8s.io/policyreports", "wgpolicyk8s.io/clusterpolicyreports", "openreports.io/reports", "openreports.io/clusterreports"];

    /// <summary>One account has the fence as it is printed; of several each has one of its own.</summary>
    private static readonly string[] Fences = ["ephemeral-scanner-fence", "ephemeral-scanner-fence-one", "ephemeral-scanner-fence-two"];

    public static AdmissionPlugins Register(AdmissionPlugins plugins)
    {
        foreach (var policy in SoundPolicies)
            plugins.OnPolicy(policy, NoContainerIsPrivileged);
        foreach (var fence in Fences)
            plugins.OnPolicy(fence, OnlyDryRuns);
        plugins.OnPolicy(ReadyPolicy.Name, ReadyPolicy.Evaluate);
        return plugins.OnPolicy("broken", EveryEphemeralContainerSaysUnprivileged);
    }

    private static CelValue NoContainerIsPrivileged(CelContext context)
    {
        var spec = context.Request.Object.Object("spec");
        var containers = spec.Objects("containers").Concat(spec.Objects("initContainers")).Concat(spec.Objects("ephemeralContainers"));
        return CelValue.Of(containers.All(c => c.Object("securityContext").Flag("privileged") != true));
    }

    /// <summary>
    /// The fence of the scanner: who it is for stands in its condition. Its expressions themselves only a real server evaluates, which the integration
    /// suite holds to the same cases.
    /// </summary>
    private static CelValue OnlyDryRuns(CelContext context)
    {
        var request = context.Request;
        if (context.Expression.StartsWith("request.userInfo.username", StringComparison.Ordinal))
            return CelValue.Of(context.Expression == $"request.userInfo.username == \"{request.User.Name}\"");
        var resource = $"{request.Group}/{request.Resource}";
        return CelValue.Of(request.DryRun || (request.Subresource.Length == 0 && request.Operation switch
        {
            "DELETE" => Reports.Contains(resource),
            _ => Reports.Contains(resource) || resource is "coordination.k8s.io/leases" or "events.k8s.io/events",
        }));
    }

    /// <summary>Reads fields without asking whether they exist. As CEL's <c>all</c> does, one false outweighs errors.</summary>
    private static CelValue EveryEphemeralContainerSaysUnprivileged(CelContext context)
    {
        if (context.Request.Object.Object("spec")?["ephemeralContainers"] is not JsonArray containers)
            return CelValue.Error("no such key: ephemeralContainers");
        var values = containers.Select(c => SaysUnprivileged(c.Object("securityContext"))).ToList();
        return values.Find(v => v.Truth == false) ?? values.Find(v => v.Truth is null) ?? CelValue.True;
    }

    private static CelValue SaysUnprivileged(JsonObject? context)
    {
        if (context is null)
            return CelValue.Error("no such key: securityContext");
        return context.Flag("privileged") is { } privileged ? CelValue.Of(!privileged) : CelValue.Error("no such key: privileged");
    }
}
