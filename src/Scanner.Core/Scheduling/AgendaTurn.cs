namespace Scanner.Core.Scheduling;

/// <summary>An entry that is due, and where it stands among the others.</summary>
/// <param name="Want">The most urgent of all that it is due for.</param>
internal sealed record AgendaTurn(AgendaWant Want, AgendaEntry Entry)
{
    /// <summary>
    /// The more urgent reason first; then what has waited longest; then those never asked and those that can turn Unprotected; then who
    /// was not asked for longest. A change that comes again does not send anybody back, because the first unanswered one counts.
    /// </summary>
    public static IComparer<AgendaTurn> Order { get; } = Comparer<AgendaTurn>.Create(static (a, b) =>
    {
        var order = a.Want.Reason.Urgency().CompareTo(b.Want.Reason.Urgency());
        order = order != 0 ? order : a.Want.Since.CompareTo(b.Want.Since);
        order = order != 0 ? order : a.Entry.Rank.CompareTo(b.Entry.Rank);
        order = order != 0 ? order : a.Entry.Covered.CompareTo(b.Entry.Covered);
        return order != 0 ? order : string.CompareOrdinal(a.Entry.Name, b.Entry.Name);
    });
}
