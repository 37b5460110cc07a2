using System.Collections.Immutable;
using Scanner.Core.Admission.Probes;

namespace Scanner.Core.Admission.Answers;

/// <summary>One probe, judged.</summary>
/// <param name="Layer">Who answered; null when the probe was admitted unchanged or nothing of the chain answered.</param>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Message">The server's message, or why there is no answer; null when admitted.</param>
public sealed record ProbeResult(
    ProbeProfile Profile,
    ProbeOutcome Outcome,
    Layer? Layer,
    DeniedBy? DeniedBy,
    int Status,
    string? Message,
    ImmutableArray<string> Warnings)
{
    /// <summary>Why nothing was learnt; null unless the outcome leaves the question open.</summary>
    public UnknownReason? UnknownBecause { get; init; }

    /// <summary>The same without the random name of the probe.</summary>
    public ProbeResult WithoutName() => this with
    {
        DeniedBy = DeniedBy?.WithoutName(),
        Message = Message is null ? null : ProbeNames.Hide(Message),
        Warnings = [.. Warnings.Select(ProbeNames.Hide)],
    };

    /// <summary>The pod's own image, when the probe named that; null when it named the scanner's.</summary>
    public string? Image { get; init; }

    /// <summary>The pod was gone (404): another one can be asked instead.</summary>
    public bool PodVanished { get; init; }
}
