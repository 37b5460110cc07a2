using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Engines;

/// <summary>What servers judge pods by besides Pod Security and admission policies, and nothing here evaluates.</summary>
public static class ServerEngine
{
    internal const string OpenShift = "security.openshift.io";

    /// <summary>One policy for each such plug-in that the cluster shows objects of.</summary>
    /// <param name="minor">Of Kubernetes 1.x.</param>
    public static ImmutableArray<IPolicy> Compile(PolicyObjects objects, int minor)
    {
        var policies = ImmutableArray.CreateBuilder<IPolicy>();
        if (objects.All(OpenShift, EngineNames.SecurityContextConstraints).Count > 0)
            policies.Add(new SecurityContextConstraints());
        if (minor < EngineDetection.PodSecurityPolicyGone && objects.All("policy", EngineNames.PodSecurityPolicy).Count > 0)
            policies.Add(new PodSecurityPolicies());
        return policies.DrainToImmutable();
    }
}
