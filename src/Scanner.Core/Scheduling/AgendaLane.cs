namespace Scanner.Core.Scheduling;

/// <summary>Entries that share places: those that answer, or those that hang.</summary>
internal sealed class AgendaLane
{
    // By urgency.
    private readonly SortedSet<AgendaTurn>[] _turns = [.. Enumerable.Range(0, DueReasons.LeastUrgent + 1).Select(_ => new SortedSet<AgendaTurn>(AgendaTurn.Order))];

    // By rank, in order of what their last question covers. What concerns every namespace is wanted by the first if it is by any, and of
    // all for the longest by the first.
    private readonly SortedSet<AgendaPlace>[] _seats = [.. Enumerable.Range(0, AgendaEntry.Ranks).Select(_ => new SortedSet<AgendaPlace>(AgendaPlace.ByTime))];

    public void Turn(AgendaEntry entry, AgendaWant want)
    {
        entry.Spots.Lane = this;
        entry.Spots.Turn = new AgendaTurn(want, entry);
        _turns[want.Reason.Urgency()].Add(entry.Spots.Turn);
    }

    public void Seat(AgendaEntry entry)
    {
        entry.Spots.Lane = this;
        entry.Spots.Seat = new AgendaPlace(entry.Covered, entry);
        _seats[entry.Rank].Add(entry.Spots.Seat);
    }

    public void NoTurn(AgendaEntry entry)
    {
        if (entry.Spots.Turn is { } turn)
            _turns[turn.Want.Reason.Urgency()].Remove(turn);
        entry.Spots.Turn = null;
    }

    public void Leave(AgendaEntry entry)
    {
        NoTurn(entry);
        if (entry.Spots.Seat is { } seat)
            _seats[entry.Rank].Remove(seat);
        (entry.Spots.Seat, entry.Spots.Lane) = (null, null);
    }

    /// <summary>The first of each kind that is due.</summary>
    public IEnumerable<AgendaTurn> Heads(TimeSpan now, ClusterMarks marks, AgendaOptions options, PassOver passOver)
    {
        foreach (var turns in _turns)
        {
            if (turns.Min is { } first && !first.Want.Reason.IsOneOf(passOver))
                yield return first;
        }

        foreach (var (entry, want) in SeatWants(marks, options))
        {
            if (want.Due <= now && !want.Reason.IsOneOf(passOver))
                yield return new AgendaTurn(want, entry);
        }
    }

    /// <summary>When something that concerns every namespace falls due after now; null when nothing will by itself.</summary>
    public TimeSpan? NextMark(TimeSpan now, ClusterMarks marks, AgendaOptions options)
    {
        TimeSpan? next = null;
        foreach (var (_, want) in SeatWants(marks, options))
        {
            if (want.Due > now && !(next <= want.Due))
                next = want.Due;
        }

        return next;
    }

    /// <summary>What the longest unasked of those that do not rest was asked for covers everything up to then; null when there is none.</summary>
    public TimeSpan? Oldest
    {
        get
        {
            TimeSpan? oldest = null;
            foreach (var seats in _seats)
            {
                if (seats.Min is { } first && !(oldest <= first.At))
                    oldest = first.At;
            }

            return oldest;
        }
    }

    private IEnumerable<(AgendaEntry Entry, AgendaWant Want)> SeatWants(ClusterMarks marks, AgendaOptions options)
    {
        foreach (var seats in _seats)
        {
            if (seats.Min is not { } first)
                continue;
            foreach (var want in first.Entry.ClusterWants(marks, options))
                yield return (first.Entry, want);
        }
    }
}
