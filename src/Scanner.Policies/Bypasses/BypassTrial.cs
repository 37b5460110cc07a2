using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Bypasses;

/// <summary>
/// Finds who, which images and which labels of pods get past a policy that denies a privileged ephemeral container. What the texts of the policy
/// name is only where to look: each name is tried on the policy, and counts if the policy lets the same container pass then.
/// </summary>
/// <param name="ordinary">Namespaces whose accounts are exempt by nature, besides those of the control plane.</param>
public sealed class BypassTrial(PolicyObjects objects, IEnumerable<string> ordinary)
{
    private const int MostTried = 24;

    private static readonly Regex s_label = new("^[a-zA-Z0-9]([a-zA-Z0-9._/-]{0,200}[a-zA-Z0-9])?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly UserCandidates _users = new(new HashSet<string>([.. ClusterCoverage.ControlPlane, .. ordinary]));

    /// <param name="requests">Of a place where the policy denies a privileged ephemeral container and not a harmless one.</param>
    /// <returns>One for each kind; empty where the policy denies for another reason than the container.</returns>
    public ImmutableArray<PolicyBypass> Find(IPolicy policy, VariantRequests requests)
    {
        var privileged = requests.Get(ContainerVariants.Privileged, RequestChannel.Ephemeral);
        if (!policy.Decide(privileged).Any(d => d.Decision.IsDenial) || !Passes(policy, requests.Get(ContainerVariants.Benign, RequestChannel.Ephemeral)))
            return [];
        var sources = PolicySources.Of(policy.Identity, objects).ToList();
        if (sources.Count == 0)
            return [];
        var users = _users.Of(sources, policy.Identity.Engine, privileged.User).Where(u => Passes(policy, privileged with { User = u.User })).Select(u => u.Told);
        var images = Images(sources).Where(i => PodAlterations.Made(i).Any(made => Passes(policy, requests.Adding(WithImage(made))))).Select(i => $"image {i}");
        var labels = Labels(sources, AdmissionRequest.LabelsOf(privileged.Object)).Where(l => Passes(policy, WithLabel(requests, l))).Select(l => $"label {l.Key}={l.Value}");
        return [.. Told(BypassKind.User, users), .. Told(BypassKind.Image, images), .. Told(BypassKind.PodLabel, labels)];
    }

    private static bool Passes(IPolicy policy, AdmissionRequest request) => policy.Decide(request).All(d => d.Decision.LetsThrough);

    private static IEnumerable<PolicyBypass> Told(BypassKind kind, IEnumerable<string> found)
    {
        var which = found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return which.Count == 0 ? [] : [new PolicyBypass(kind, [.. which.Take(PolicyBypass.Most)], which.Count)];
    }

    /// <summary>What looks like an image or a pattern of images; a single word is most often the name of a field.</summary>
    private static IEnumerable<string> Images(List<JsonElement> sources) => sources.Exists(s => s.GetRawText().Contains("mage", StringComparison.Ordinal))
        ? sources.SelectMany(SourceWords.Of).Where(w => w.AsSpan().ContainsAny("/:*") && PodAlterations.Image.IsMatch(w)).Distinct().Take(MostTried)
        : [];

    /// <summary>What selectors name, and, where an expression reads labels, what it quotes. A label that the pod has was asked for by the policy.</summary>
    private static IEnumerable<(string Key, string Value)> Labels(List<JsonElement> sources, Dictionary<string, string> own)
    {
        var selected = sources.SelectMany(SourceWords.Labels).Where(l => l.IsExcluded || !own.ContainsKey(l.Key)).Select(l => (l.Key, l.Value));
        var quoted = sources.Where(s => s.GetRawText().Contains("labels", StringComparison.Ordinal)).SelectMany(SourceWords.Of)
            .Where(w => !own.ContainsKey(w)).Select(w => (w, "true"));
        return selected.Concat(quoted).Where(l => s_label.IsMatch(l.Item1)).Distinct().Take(MostTried);
    }

    private static AdmissionRequest WithLabel(VariantRequests requests, (string Key, string Value) label) => requests
        .Altered([new PodAlteration([new FieldChange(["metadata", "labels", label.Key], JsonValue.Create(label.Value).ToJsonString())], [])])
        .Get(ContainerVariants.Privileged, RequestChannel.Ephemeral);

    private static JsonElement WithImage(string image)
    {
        var container = JsonObject.Create(ContainerVariants.Privileged.Container)!;
        container["image"] = image;
        return JsonValues.ToElement(container);
    }
}
