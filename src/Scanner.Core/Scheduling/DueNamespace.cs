namespace Scanner.Core.Scheduling;

/// <summary>A namespace to probe now.</summary>
public sealed class DueNamespace
{
    internal DueNamespace(AgendaEntry entry, DueReason reason)
    {
        Entry = entry;
        Reason = reason;
    }

    public string Name => Entry.Name;

    public DueReason Reason { get; }

    internal AgendaEntry Entry { get; }
}
