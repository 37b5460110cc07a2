using Scanner.Publishing.Notifications;

namespace Scanner.Worker.Notifications;

/// <summary>Changes that wait to be sent, in their order. When it is full the oldest goes: what is so now matters more than what was. Thread-safe.</summary>
internal sealed class NotificationQueue
{
    public const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly LinkedList<FindingChange> _changes = [];
    private readonly List<string> _dropped = [];
    private int _droppedCount;

    public void Add(IEnumerable<FindingChange> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                _changes.AddLast(change);
                if (_changes.Count > Most)
                    Drop(_changes.First!);
            }
        }
    }

    /// <summary>The oldest ones, which stay until they are taken out.</summary>
    public IReadOnlyList<FindingChange> Peek(int most)
    {
        lock (_lock)
            return [.. _changes.Take(most)];
    }

    /// <summary>They were sent. Some may have been dropped meanwhile.</summary>
    public void Remove(IReadOnlyList<FindingChange> sent)
    {
        lock (_lock)
        {
            foreach (var change in sent.Where(_ => _changes.Count > 0).Where(c => ReferenceEquals(_changes.First!.Value, c)))
                _changes.RemoveFirst();
        }
    }

    /// <summary>They cannot be sent.</summary>
    public void Drop(IReadOnlyList<FindingChange> refused)
    {
        lock (_lock)
        {
            foreach (var change in refused.Where(_ => _changes.Count > 0).Where(c => ReferenceEquals(_changes.First!.Value, c)))
                Drop(_changes.First!);
        }
    }

    /// <summary>Another tells from now on.</summary>
    public void Clear()
    {
        lock (_lock)
            _changes.Clear();
    }

    /// <summary>How many were dropped since the last call, and the first few of them.</summary>
    public (int Count, string Some) TakeDropped()
    {
        lock (_lock)
        {
            var taken = (_droppedCount, string.Join(", ", _dropped));
            _droppedCount = 0;
            _dropped.Clear();
            return taken;
        }
    }

    private void Drop(LinkedListNode<FindingChange> node)
    {
        _changes.Remove(node);
        _droppedCount++;
        if (_dropped.Count < 5)
            _dropped.Add($"{node.Value.Finding.Rule} {node.Value.Finding.Namespace ?? node.Value.Finding.Resource.Name} {ScannerForm.NameOf(node.Value.Kind)}");
    }
}
