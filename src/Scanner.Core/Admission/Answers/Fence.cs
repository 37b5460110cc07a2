namespace Scanner.Core.Admission.Answers;

/// <summary>What an attempt at a real write showed of the fence.</summary>
/// <param name="Message">The server's words; empty where there are none.</param>
public sealed record Fence(FenceState State, string Message = "")
{
    /// <summary>
    /// By these words in its message the scanner knows its fence, whoever enforces it: the name of a policy differs between installations, and other
    /// policies refuse things as well.
    /// </summary>
    public const string Marker = "fence of ephemeral-scanner";

    public static Fence NotChecked { get; } = new(FenceState.NotChecked);

    /// <summary>Reads the answer to a write that changes nothing and is no dry run.</summary>
    public static Fence Of(ProbeAnswer answer) => answer switch
    {
        ProbeAnswer.Accepted => new Fence(FenceState.NotFenced),
        ProbeAnswer.Refused refused => new Fence(StateOf(refused), refused.Message),
        ProbeAnswer.Failed failed => new Fence(FenceState.Unclear, failed.Message),
        _ => throw new InvalidOperationException("closed hierarchy"),
    };

    // An engine puts the message of a policy among words of its own.
    private static bool IsFence(DeniedBy by) => by.Layer == Layer.ValidatingAdmissionPolicy
        ? by.Message.StartsWith(Marker, StringComparison.Ordinal)
        : by.Message.Contains(Marker, StringComparison.Ordinal);

    private static FenceState StateOf(ProbeAnswer.Refused answer)
    {
        var refusal = RefusalReader.Read(answer);
        if (refusal.Outcome == ProbeOutcome.Forbidden && answer.StatusCode == 403)
            return FenceState.NoRight;
        // An engine that cannot be called, or quotes something, has judged nothing.
        if (refusal is { Outcome: ProbeOutcome.Denied, DeniedBy: { } by } && IsFence(by))
            return FenceState.Fenced;
        return refusal.Layer is null && answer is { StatusCode: 404, DetailsName.Length: > 0 } ? FenceState.PodGone : FenceState.Unclear;
    }
}
