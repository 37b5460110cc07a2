namespace Scanner.Core.Scheduling;

/// <summary>Where an entry stands in the agenda.</summary>
/// <param name="Due">Not before.</param>
/// <param name="Rank">Order among those that are due; the least first.</param>
internal sealed record AgendaPlace(TimeSpan Due, DueReason Reason, int Rank, string Name)
{
    public static IComparer<AgendaPlace> ByDue { get; } = Comparer<AgendaPlace>.Create((a, b) =>
        a.Due != b.Due ? a.Due.CompareTo(b.Due) : string.CompareOrdinal(a.Name, b.Name));

    public static IComparer<AgendaPlace> ByRank { get; } = Comparer<AgendaPlace>.Create((a, b) =>
        a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : ByDue!.Compare(a, b));
}
