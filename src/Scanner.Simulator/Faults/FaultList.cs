using System.Collections.Immutable;

namespace Scanner.Simulator.Faults;

/// <summary>The faults in force, in the order they were added; the first that matches a request hits it. Thread-safe.</summary>
public sealed class FaultList
{
    private ImmutableList<Fault> _faults = [];

    /// <summary>Adds a fault and returns it, so that a test can wait for it or release it.</summary>
    public Fault Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ImmutableInterlocked.Update(ref _faults, (list, added) => list.Add(added), fault);
        return fault;
    }

    /// <summary>Hangs every request of a user until the fault is released or removed.</summary>
    public Fault Freeze(string user) => Add(new Fault { Kind = FaultKind.Hold, Times = int.MaxValue, When = r => r.User == user });

    /// <summary>Takes a fault out of force and releases what it holds.</summary>
    public void Remove(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ImmutableInterlocked.Update(ref _faults, (list, gone) => list.Remove(gone), fault);
        fault.Release();
    }

    public void Clear()
    {
        foreach (var fault in _faults)
            Remove(fault);
    }

    internal Fault? Take(ReceivedRequest request)
    {
        foreach (var fault in _faults)
        {
            if (fault.TryTake(request))
                return fault;
        }

        return null;
    }
}
