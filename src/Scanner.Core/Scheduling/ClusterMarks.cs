namespace Scanner.Core.Scheduling;

/// <summary>
/// What concerns every namespace. Kept once and not with each namespace, so that a change costs the same however many there are.
/// </summary>
internal sealed class ClusterMarks
{
    /// <summary>When a guard of the whole cluster changed.</summary>
    public Moments Changes { get; } = new();

    /// <summary>When full scans began.</summary>
    public Moments Scans { get; } = new();

    /// <summary>The last of both.</summary>
    public TimeSpan Latest => Changes.Last > Scans.Last ? Changes.Last : Scans.Last;

    /// <summary>All namespaces were asked after a moment.</summary>
    public void ForgetBefore(TimeSpan moment)
    {
        Changes.ForgetBefore(moment);
        Scans.ForgetBefore(moment);
    }

    public void Clear()
    {
        Changes.Clear();
        Scans.Clear();
    }
}
