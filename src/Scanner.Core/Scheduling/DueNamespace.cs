namespace Scanner.Core.Scheduling;

/// <summary>A namespace to probe now.</summary>
public sealed class DueNamespace
{
    internal DueNamespace(AgendaEntry entry, DueReason reason, bool isFirst, bool isOverdue)
    {
        Entry = entry;
        Reason = reason;
        IsFirst = isFirst;
        IsOverdue = isOverdue;
        Hangs = entry.Hangs;
    }

    public string Name => Entry.Name;

    public DueReason Reason { get; }

    /// <summary>It was never asked before.</summary>
    public bool IsFirst { get; }

    /// <summary>It has waited beyond all measure, and is not to wait behind what is more urgent once more.</summary>
    public bool IsOverdue { get; }

    /// <summary>Its last attempt got no answer in time.</summary>
    public bool Hangs { get; }

    internal AgendaEntry Entry { get; }
}
