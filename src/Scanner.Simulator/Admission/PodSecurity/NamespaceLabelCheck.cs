using System.Collections.Immutable;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>Pod Security on namespaces: refuses labels that cannot be read, and warns about pods that a stricter level would refuse.</summary>
internal sealed class NamespaceLabelCheck(IClusterView cluster, KubernetesVersion server)
{
    private static readonly string[] Modes = ["enforce", "audit", "warn"];

    public PluginAnswer Validate(AdmissionRequest request)
    {
        var labels = request.Object.Labels();
        var oldLabels = request.OldObject.Labels();
        var errors = Errors(labels);
        if (errors.ToStatus(request.Kind, request.Name) is { } invalid && !(request.Operation == "UPDATE" && Errors(oldLabels).Any))
            return PluginAnswer.Refused(invalid);
        if (request.Operation == "CREATE")
            return PluginAnswer.Admitted;
        var (policy, old) = (PodSecurityPolicy.Read(labels, server), PodSecurityPolicy.Read(oldLabels, server));
        var stricter = policy.Enforce.Level > old.Enforce.Level || policy.Enforce.MinorVersion != old.Enforce.MinorVersion;
        return stricter && policy.Enforce.Level > PodSecurityLevel.Privileged
            ? new PluginAnswer(WarnAboutPods(request.Name, policy.Enforce), null)
            : PluginAnswer.Admitted;
    }

    private static FieldErrors Errors(IReadOnlyDictionary<string, string> labels)
    {
        var errors = new FieldErrors();
        foreach (var mode in Modes)
        {
            var (level, version) = (PodSecurityPolicy.LabelPrefix + mode, PodSecurityPolicy.LabelPrefix + mode + "-version");
            if (labels.TryGetValue(level, out var text) && PodSecurityPolicy.ParseLevel(text) is null)
                errors.Invalid($"metadata.labels[{level}]", GoText.Quote(text), "must be one of privileged, baseline, restricted");
            if (labels.TryGetValue(version, out text) && !PodSecurityPolicy.IsVersion(text))
                errors.Invalid($"metadata.labels[{version}]", GoText.Quote(text), "must be \"latest\" or \"v1.x\"");
        }

        return errors;
    }

    /// <summary>One heading, then one line for each set of reasons, with the first pod's name and how many more there are.</summary>
    private ImmutableArray<string> WarnAboutPods(string ns, PodSecurityMode enforce)
    {
        var lines = cluster.List("", "pods", ns)
            .Select(pod => (
                Name: pod.Object("metadata").Text("name") ?? "",
                Reasons: string.Join(", ", PodSecurityStandards.Violations(new PodUnderTest(pod.Object("metadata"), pod.Object("spec")), enforce, server).Select(v => v.Reason))))
            .Where(p => p.Reasons.Length > 0)
            .GroupBy(p => p.Reasons, p => p.Name, StringComparer.Ordinal)
            .Select(g => $"{g.Min(StringComparer.Ordinal)}{Others(g.Count() - 1)}: {g.Key}")
            .Order(StringComparer.Ordinal)
            .ToList();
        return lines.Count == 0 ? [] : [$"existing pods in namespace \"{ns}\" violate the new PodSecurity enforce level \"{enforce}\"", .. lines];
    }

    private static string Others(int count) => count switch
    {
        0 => "",
        1 => " (and 1 other pod)",
        _ => $" (and {count} other pods)",
    };
}
