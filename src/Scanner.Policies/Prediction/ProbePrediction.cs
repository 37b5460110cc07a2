using System.Text.Json;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Admission.Verdicts;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Prediction;

/// <summary>
/// The verdict that probes of a pod would come to, by the same pair of requests: a privileged and a benign ephemeral container. What nobody
/// can tell is Unknown, with what is missing.
/// </summary>
/// <param name="image">The image that probes name.</param>
public sealed class ProbePrediction(AdmissionChain chain, RequestUser user, string image)
{
    /// <summary>The worst of the pods, as verdicts combine; one that is not known could be worse than all but Unprotected.</summary>
    /// <param name="pods">Pods that can be probed, as they are; empty for a namespace without one, for which a pod is made up.</param>
    public PredictedNamespace Of(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown, IEnumerable<JsonElement> pods)
    {
        var place = new Place(labels, areLabelsKnown);
        var targets = pods.DefaultIfEmpty(MadeUpPod.In(space)).Select(p => OfPod(p, place)).ToList();
        return new PredictedNamespace(targets.MinBy(t => t.Verdict)!, Control(space, place));
    }

    private Core.Admission.Verdicts.Prediction OfPod(JsonElement pod, Place place)
    {
        var (privileged, benign) = Pair(pod, place, image);
        if (IsOfTheImage(privileged, benign) && OwnImage(pod) is { } own && own != image)
            (privileged, benign) = Pair(pod, place, own);
        return Judge(privileged, benign);
    }

    private (ChainOutcome Privileged, ChainOutcome Benign) Pair(JsonElement pod, Place place, string named) =>
        (Ask(pod, place, ProbeProfile.Privileged, named), Ask(pod, place, ProbeProfile.Benign, named));

    private ChainOutcome Ask(JsonElement pod, Place place, ProbeProfile profile, string named) =>
        chain.Decide(Request(pod, place, profile, named, RequestChannel.Ephemeral));

    private AdmissionRequest Request(JsonElement pod, Place place, ProbeProfile profile, string named, RequestChannel channel) =>
        PodRequests.Make(pod, ProbeContainer.Of(profile, named), channel, place.Labels, user) with { AreNamespaceLabelsKnown = place.AreLabelsKnown };

    /// <summary>The pod of the regular control is bare but for its container, as the one that is probed with.</summary>
    private RegularControl Control(string space, Place place)
    {
        var request = Request(ProbeContainer.BarePod(space), place, ProbeProfile.Privileged, image, RequestChannel.Regular);
        var outcome = chain.Decide(request);
        return outcome.Result switch
        {
            ChainResult.Admitted => RegularControl.Admitted,
            // A policy that fails answers as one that denies; a webhook that cannot be called does not.
            ChainResult.Denied => RegularControl.Denied,
            ChainResult.FailedClosed when !IsOutage(outcome) => RegularControl.Denied,
            _ => RegularControl.Unknown,
        };
    }

    private static Core.Admission.Verdicts.Prediction Judge(ChainOutcome privileged, ChainOutcome benign) => privileged.Result switch
    {
        ChainResult.Admitted when EphemeralContainers.IsLastPrivileged(privileged.Object) => new(Verdict.Unprotected, Because.Admitted(privileged)),
        ChainResult.Admitted => new(Verdict.Sanitized, Because.Sanitized(privileged)),
        ChainResult.Unknown => new(Verdict.Unknown, Because.NotKnown(privileged)),
        ChainResult.FailedClosed when IsOutage(privileged) || FailsForBoth(privileged, benign) => new(Verdict.FailClosed, Because.Refused(privileged)),
        _ => Denied(privileged, benign),
    };

    private static Core.Admission.Verdicts.Prediction Denied(ChainOutcome privileged, ChainOutcome benign) => benign.Result switch
    {
        ChainResult.Denied when !IsBlamedOnThePod(privileged, benign) => new(Verdict.Blocked, Because.Refused(privileged)),
        ChainResult.Unknown => new(Verdict.Unknown, Because.BenignNotKnown(privileged, benign)),
        _ => new(Verdict.Protected, Because.Refused(privileged)),
    };

    /// <summary>A webhook that cannot be called: no policy has spoken.</summary>
    private static bool IsOutage(ChainOutcome outcome) => outcome.By!.Layer is Layer.Webhook or Layer.Mutation;

    /// <summary>A policy that fails for both containers tells nothing apart.</summary>
    private static bool FailsForBoth(ChainOutcome privileged, ChainOutcome benign) =>
        benign.Result == ChainResult.FailedClosed && benign.By!.Policy == privileged.By!.Policy;

    /// <summary>Pod Security judges the whole pod: what it says of the benign container may be owed to what was there before.</summary>
    private static bool IsBlamedOnThePod(ChainOutcome privileged, ChainOutcome benign) =>
        privileged.By!.Layer == Layer.PodSecurity && benign.By!.Layer == Layer.PodSecurity && Quotes(privileged) && !Quotes(benign);

    private static bool Quotes(ChainOutcome outcome) => outcome.Message.Contains($"\"{ProbeNames.Any}\"", StringComparison.Ordinal);

    /// <summary>Behind a list of registries both are refused for the image that the probe names.</summary>
    private static bool IsOfTheImage(ChainOutcome privileged, ChainOutcome benign) =>
        privileged.Result == ChainResult.Denied && benign.Result == ChainResult.Denied && benign.By!.Layer is Layer.Webhook or Layer.ValidatingAdmissionPolicy;

    private static string? OwnImage(JsonElement pod) =>
        MatchReader.Items(MatchReader.Child(pod, "spec"), "containers").Select(c => MatchReader.Text(c, "image")).FirstOrDefault(i => i.Length > 0);

    private readonly record struct Place(IReadOnlyDictionary<string, string> Labels, bool AreLabelsKnown);
}
