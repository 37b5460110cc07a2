namespace Scanner.Core.Scheduling;

/// <summary>A namespace to probe now.</summary>
public sealed class DueNamespace
{
    internal DueNamespace(AgendaEntry entry, DueReason reason, bool isFirst)
    {
        Entry = entry;
        Reason = reason;
        IsFirst = isFirst;
        Hangs = entry.Hangs;
    }

    public string Name => Entry.Name;

    public DueReason Reason { get; }

    /// <summary>It was never asked before.</summary>
    public bool IsFirst { get; }

    /// <summary>Its last attempt got no answer in time.</summary>
    public bool Hangs { get; }

    internal AgendaEntry Entry { get; }
}
