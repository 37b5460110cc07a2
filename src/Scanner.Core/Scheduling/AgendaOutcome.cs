namespace Scanner.Core.Scheduling;

/// <summary>How asking a namespace ended.</summary>
public enum AgendaOutcome : byte
{
    /// <summary>There is nothing to ask again for, be it that there is an answer or that asking again would not mend it.</summary>
    Answered,

    /// <summary>One question of many was answered: the others may follow.</summary>
    FirstAnswer,

    /// <summary>Its time was over before all that decides was asked: the rest follows when its turn comes.</summary>
    Unfinished,

    /// <summary>Nothing was learnt, and asking again may mend that.</summary>
    Failed,

    /// <summary>Given up because what it asked about has changed meanwhile, and is asked about at once.</summary>
    Outdated,

    /// <summary>No answer came in time: it is asked again beside few others of that kind.</summary>
    Hung,
}
