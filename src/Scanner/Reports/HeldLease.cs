namespace Scanner.Reports;

/// <summary>Who holds a Lease, and until when if it is not renewed.</summary>
/// <param name="Holder">Empty for nobody.</param>
/// <param name="Until">By the clock of the holder; null when the Lease does not say.</param>
internal sealed record HeldLease(string Namespace, string Name, string Holder, DateTimeOffset? Until)
{
    // Clocks of two machines differ; to write beside a worker is worse than to wait a minute for one that has died.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(1);

    public bool IsHeld(DateTimeOffset now) => Holder.Length > 0 && Until + s_tolerance > now;
}
