namespace Scanner.Core.Admission.Answers;

/// <summary>What a refusal says, once it is known who wrote it.</summary>
/// <param name="Layer">Null when the text is of no known layer.</param>
/// <param name="DeniedBy">Set when a policy refused, or a webhook could not be called.</param>
/// <param name="UnknownBecause">Set when the refusal tells nothing of policies.</param>
internal sealed record Refusal(ProbeOutcome Outcome, Layer? Layer, DeniedBy? DeniedBy, UnknownReason? UnknownBecause)
{
    public static Refusal Open(UnknownReason because, Layer? layer = null, ProbeOutcome outcome = ProbeOutcome.Error) =>
        new(outcome, layer, null, because);

    public static Refusal By(Layer layer, string name, string message, string? binding = null) =>
        new(ProbeOutcome.Denied, layer, new DeniedBy(layer, name, binding, layer == Answers.Layer.Webhook ? PolicyNames.In(message) : [], message.Trim()), null);
}
