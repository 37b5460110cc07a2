namespace Scanner.Reports;

/// <summary>How an attempt to write or delete a report ended.</summary>
/// <param name="Message">What the server or the network said; empty when all is well.</param>
internal sealed record Delivery(DeliveryResult Result, string Message = "")
{
    public static Delivery Done { get; } = new(DeliveryResult.Done);

    /// <summary>The report as the server holds it now; null unless one was written.</summary>
    public StoredReport? Stored { get; init; }

    /// <summary>The report as it was sent in the end; null unless one was written.</summary>
    public StoredReport? Sent { get; init; }

    /// <summary>Results that the server took.</summary>
    public int Lines { get; init; }

    /// <summary>It took fewer than it was given.</summary>
    public bool IsCut { get; init; }

    /// <summary>How long the server asks to be left alone; null when it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
