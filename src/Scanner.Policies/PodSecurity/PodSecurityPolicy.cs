using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Policies;
using Scanner.Core.Admission.PodSecurity;
using Scanner.Core.Cluster;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.PodSecurity;

/// <summary>
/// Pod Security admission as one policy for all namespaces: each mode decides by itself. Its exemptions and its defaults lie in a file of
/// the API server and cannot be seen.
/// </summary>
/// <param name="minor">The minor version of Kubernetes 1.x.</param>
public sealed class PodSecurityPolicy(int minor) : IScopedPolicy
{
    private const string NoLabel = "no label enforces Pod Security";

    public PolicyIdentity Identity { get; } = new(EngineNames.PodSecurity, "Namespace", "", "pod-security.kubernetes.io");

    public PolicyScope Scope { get; } = new([.. PodSecurityMode.Labels], ReadsNamespace: false, ReadsPodMetadata: false, []);

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request)
    {
        if (WhyNot(request) is { } why)
            return [new RuleDecision(PodSecurityMode.Enforce, why)];
        var labels = request.NamespaceLabels;
        var pod = request.Object!.Value;
        var (facts, details, containers) = (PodReader.Pod(pod), PodReader.Details(pod), PodReader.Containers(pod));
        return
        [
            Decide(PodSecurityMode.Enforce, PodSecurityMode.Of(labels, PodSecurityMode.Enforce)),
            Decide(PodSecurityMode.Warn, PodSecurityMode.WarnOf(labels, minor)),
            Decide(PodSecurityMode.Audit, PodSecurityMode.Of(labels, PodSecurityMode.Audit)),
        ];

        RuleDecision Decide(string name, PodSecurityMode mode)
        {
            var violations = mode.Level == PodSecurityLevel.Privileged ? "" : PodSecurityDenial.Of(mode.Level, mode.For(minor), facts, details, containers);
            return new RuleDecision(name, Act(name, mode, violations));
        }
    }

    private static PolicyDecision Act(string name, PodSecurityMode mode, string violations) => (name, violations) switch
    {
        (PodSecurityMode.Enforce, "") when mode.Level == PodSecurityLevel.Privileged => new PolicyDecision.NotMatched(NoLabel),
        (_, "") when mode.Level == PodSecurityLevel.Privileged => new PolicyDecision.NotMatched($"no label asks to {name}"),
        (_, "") => new PolicyDecision.Allowed(),
        (PodSecurityMode.Enforce, _) => new PolicyDecision.Denied($"violates PodSecurity \"{mode}\": {violations}"),
        _ => new PolicyDecision.Reported($"would violate PodSecurity \"{mode}\": {violations}", [name == PodSecurityMode.Warn ? "Warn" : "Audit"]),
    };

    /// <summary>Of an update only a new container or a new image is judged. Objects with a pod template are at most warned about.</summary>
    private static PolicyDecision? WhyNot(AdmissionRequest request)
    {
        if (request.Resource is not { Group: "", Resource: "pods" } || request.SubResource is not ("" or "ephemeralcontainers" or "resize"))
            return new PolicyDecision.NotMatched("Pod Security judges pods");
        if (request.Operation is not ("CREATE" or "UPDATE") || request.Object is not { } pod)
            return new PolicyDecision.NotMatched("Pod Security judges what is created or updated");
        if (!request.AreNamespaceLabelsKnown && !PodSecurityMode.Labels.All(request.NamespaceLabels.ContainsKey))
            return new PolicyDecision.Unknown($"the labels of namespace {request.Namespace}");
        return request.Operation == "UPDATE" && request.OldObject is { } old && !IsSignificant(pod, old)
            ? new PolicyDecision.NotMatched("the update brings no container and no image")
            : null;
    }

    private static bool IsSignificant(JsonElement pod, JsonElement old)
    {
        var known = Images(old, "ephemeralContainers").ToHashSet();
        return !Images(pod, "containers").SequenceEqual(Images(old, "containers"))
            || !Images(pod, "initContainers").SequenceEqual(Images(old, "initContainers"))
            || Images(pod, "ephemeralContainers").Any(c => !known.Contains(c));
    }

    private static IEnumerable<(string Name, string Image)> Images(JsonElement pod, string list) =>
        MatchReader.Items(MatchReader.Child(pod, "spec"), list).Select(c => (MatchReader.Text(c, "name"), MatchReader.Text(c, "image")));
}
