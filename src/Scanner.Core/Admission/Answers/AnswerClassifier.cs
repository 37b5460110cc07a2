using Scanner.Core.Admission.Probes;

namespace Scanner.Core.Admission.Answers;

/// <summary>Turns the answer to a probe into what it shows. Pure; every recorded answer of real servers is a test of it.</summary>
public static class AnswerClassifier
{
    /// <param name="containerName">Name of the probe's container.</param>
    public static ProbeResult Classify(ProbeProfile profile, string containerName, ProbeAnswer answer)
    {
        ArgumentException.ThrowIfNullOrEmpty(containerName);
        return answer switch
        {
            ProbeAnswer.Accepted accepted => Accept(profile, accepted),
            ProbeAnswer.Refused refused => Refuse(profile, refused),
            ProbeAnswer.Failed failed => new ProbeResult(profile, ProbeOutcome.Error, null, null, 0, failed.Message, answer.Warnings)
            {
                UnknownBecause = failed.TimedOut ? UnknownReason.Timeout : UnknownReason.Error,
            },
            _ => throw new InvalidOperationException("closed hierarchy"),
        };
    }

    /// <summary>
    /// The answer to the creation of a pod with a privileged regular container. Only a policy's denial counts as one; quota, a
    /// namespace that is going away and the like leave it unknown. Forbidden when RBAC refused it; failed when no answer came, an error, or 401,
    /// so that asking again may bring one.
    /// </summary>
    public static RegularAnswer ClassifyRegular(string containerName, ProbeAnswer answer)
    {
        var result = Classify(ProbeProfile.Privileged, containerName, answer);
        return result.Outcome switch
        {
            ProbeOutcome.Admitted or ProbeOutcome.Mutated => new RegularAnswer(RegularControl.Admitted),
            ProbeOutcome.Denied => new RegularAnswer(RegularControl.Denied, result.DeniedBy?.WithoutName()),
            _ => new RegularAnswer(RegularControl.Unknown)
            {
                Forbidden = result.Outcome == ProbeOutcome.Forbidden && answer is ProbeAnswer.Refused { StatusCode: 403 },
                // Every server has pods: a 404 is a proxy's.
                Failed = result.UnknownBecause is UnknownReason.Error or UnknownReason.Timeout or UnknownReason.SubresourceAbsent || answer is ProbeAnswer.Refused { StatusCode: 401 },
            },
        };
    }

    /// <summary>Whether authorization refused the request: RBAC with 403, or 401 for whoever is not known.</summary>
    public static bool RefusesRights(ProbeAnswer.Refused answer) => RefusalReader.Read(answer).Outcome == ProbeOutcome.Forbidden;

    private static ProbeResult Accept(ProbeProfile profile, ProbeAnswer.Accepted answer) =>
        answer.Returned is { } returned && ProbeSecurityContext.Survives(profile, returned)
            ? new ProbeResult(profile, ProbeOutcome.Admitted, null, null, answer.StatusCode, null, answer.Warnings)
            : new ProbeResult(profile, ProbeOutcome.Mutated, Layer.Mutation, null, answer.StatusCode, null, answer.Warnings);

    private static ProbeResult Refuse(ProbeProfile profile, ProbeAnswer.Refused answer)
    {
        var refusal = RefusalReader.Read(answer);
        return new ProbeResult(profile, refusal.Outcome, refusal.Layer, refusal.DeniedBy, answer.StatusCode, answer.Message, answer.Warnings)
        {
            UnknownBecause = refusal.UnknownBecause,
            // Whoever is named as the author of the refusal was asked about a pod that was there.
            PodVanished = refusal.Layer is null && answer is { StatusCode: 404, DetailsName.Length: > 0 },
        };
    }
}
