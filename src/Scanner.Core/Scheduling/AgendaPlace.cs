namespace Scanner.Core.Scheduling;

/// <summary>An entry that waits for a moment.</summary>
internal sealed record AgendaPlace(TimeSpan At, AgendaEntry Entry)
{
    public static IComparer<AgendaPlace> ByTime { get; } = Comparer<AgendaPlace>.Create(static (a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Entry.Name, b.Entry.Name));
}
