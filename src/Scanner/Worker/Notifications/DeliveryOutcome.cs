namespace Scanner.Worker.Notifications;

/// <summary>What became of one attempt to deliver a message.</summary>
/// <param name="Problem">One line without anything secret; null when it was taken.</param>
/// <param name="IsFinal">The receiver will not take this message, however often it is sent.</param>
/// <param name="Pause">How long it asks to be left alone; null when it does not say.</param>
internal sealed record DeliveryOutcome(string? Problem, bool IsFinal = false, TimeSpan? Pause = null)
{
    public static DeliveryOutcome Delivered { get; } = new((string?)null);
}
