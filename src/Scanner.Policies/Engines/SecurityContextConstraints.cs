using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Engines;

/// <summary>
/// Security context constraints of OpenShift. They judge all containers, and by what the service account or the user may use, which only
/// the API server knows. Source: openshift/apiserver-library-go, <c>sccadmission</c>.
/// </summary>
internal sealed class SecurityContextConstraints : IScopedPolicy, IOpaquePolicy
{
    private const string RunLevel = "openshift.io/run-level";

    private static readonly string[] s_exempt = ["default", "kube-system", "kube-public", "openshift-node", "openshift-infra", "openshift"];

    public PolicyIdentity Identity { get; } =
        new(EngineNames.SecurityContextConstraints, EngineNames.SecurityContextConstraints, "", ServerEngine.OpenShift);

    public PolicyScope Scope { get; } = new([RunLevel], ReadsNamespace: true, ReadsPodMetadata: false, []);

    public bool IsMutating => false;

    public string? WhatNeverReads(string rule) => null;

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => [new RuleDecision("", Answer(request))];

    private static PolicyDecision Answer(AdmissionRequest request)
    {
        if (request.Resource is not { Group: "", Resource: "pods" } || request.SubResource is not ("" or "ephemeralcontainers"))
            return new PolicyDecision.NotMatched("security context constraints judge pods");
        if (s_exempt.Contains(request.Namespace))
            return new PolicyDecision.NotMatched($"namespace {request.Namespace} is exempt from security context constraints");
        if (request.NamespaceLabels.TryGetValue(RunLevel, out var level) && level is "0" or "1")
            return new PolicyDecision.NotMatched($"the label {RunLevel} exempts the namespace from security context constraints");
        if (request.Object is { } pod && MatchReader.Text(MatchReader.Child(MatchReader.Child(pod, "spec"), "os"), "name") == "windows")
            return new PolicyDecision.NotMatched("security context constraints leave Windows pods out");
        return new PolicyDecision.Unknown("which security context constraints the service account and the user may use");
    }
}
