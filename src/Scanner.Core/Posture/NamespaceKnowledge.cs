using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Posture;

/// <summary>
/// What a worker knows of one namespace over time. An attempt that failed does not wipe out what was learnt before: that stays, marked
/// with its age, until it is too old to be relied on.
/// </summary>
public sealed record NamespaceKnowledge
{
    private NamespacePosture? Judged { get; init; }

    private NamespacePosture? Failure { get; init; }

    private DateTimeOffset JudgedAt { get; init; }

    private Verdict? Definite { get; init; }

    private Verdict? Earlier { get; init; }

    /// <param name="definite">The last verdict other than Unknown, from before this knowledge began; null when nobody remembers.</param>
    public NamespaceKnowledge(Verdict? definite = null) => Definite = definite == Verdict.Unknown ? null : definite;

    /// <summary>True for a posture that says no more than that asking went wrong.</summary>
    public static bool IsFailure(NamespacePosture posture) => posture.CouldNotBeAsked;

    /// <param name="posture">What an attempt gave.</param>
    /// <param name="at">When it began.</param>
    /// <param name="admissionChanged">What decides about admission there changed since the last success, which says nothing of today therefore.</param>
    public NamespaceKnowledge Learn(NamespacePosture posture, DateTimeOffset at, bool admissionChanged)
    {
        if (IsFailure(posture))
        {
            return admissionChanged || Judged is null
                ? this with { Judged = posture, JudgedAt = at, Failure = null }
                : this with { Failure = posture };
        }

        var verdict = posture.Verdict;
        var turned = verdict != Verdict.Unknown && verdict != Definite;
        return this with
        {
            Judged = posture,
            JudgedAt = at,
            Failure = null,
            Definite = verdict == Verdict.Unknown ? Definite : verdict,
            Earlier = turned ? Definite : Earlier,
        };
    }

    /// <summary>What may be said now; null before the first attempt.</summary>
    /// <param name="staleAfter">The age at which an answer that could not be renewed is none any more.</param>
    public NamespacePosture? At(DateTimeOffset now, TimeSpan staleAfter)
    {
        if (Judged is not { } judged)
            return null;
        var known = judged with { JudgedAt = JudgedAt, EarlierVerdict = judged.Verdict == Verdict.Unknown ? Definite : Earlier };
        if (now - JudgedAt > staleAfter && judged.Verdict != Verdict.Unknown)
        {
            var why = Failure ?? judged with { UnknownBecause = UnknownReason.Error, UnknownMessage = "it was not asked about again" };
            return judged with
            {
                Verdict = Verdict.Unknown,
                UnknownBecause = why.UnknownBecause,
                UnknownMessage = $"last known {judged.Verdict} at {JudgedAt:u}, too old to rely on: {why.UnknownMessage ?? why.UnknownBecause.ToString()}",
                DeniedBy = null,
                RegularControl = RegularControl.Unknown,
                RegularControlDeniedBy = null,
                RegularControlForbidden = false,
                Targets = [],
                JudgedAt = JudgedAt,
                EarlierVerdict = Definite,
            };
        }

        return Failure is { } failure
            ? known with { NotRenewedBecause = failure.UnknownMessage ?? failure.UnknownBecause.ToString() }
            : known;
    }
}
