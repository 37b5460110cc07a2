using Scanner.Worker.Caches;

namespace Scanner.Worker.Work;

/// <summary>Passes on what changed in the cluster: to what is due, and to what is known.</summary>
internal sealed class ClusterChanges(ProbeQueue queue, KnownNamespaces known, WorkSignals signals) : IClusterListener
{
    public void NamespaceAppeared(string ns)
    {
        known.Add(ns);
        queue.Add(ns);
        signals.Policies.Set();
    }

    public void NamespaceGone(string ns)
    {
        queue.Remove(ns);
        known.Remove(ns);
        signals.Policies.Set();
    }

    public void GuardChanged(string ns)
    {
        known.GuardChanged(ns, queue.GuardChanged(ns));
        signals.Policies.Set();
    }

    public void PolicyChanged() => signals.PolicyChanged();

    public void AllGuardsChanged()
    {
        var at = queue.AllGuardsChanged();
        signals.GuardsChangedAt = at;
        known.AllGuardsChanged(at);
    }

    public void PodsChanged(string ns) => queue.PodsChanged(ns);

    public void InventoryChanged() => signals.Changed.Set();

    public void WatchesChanged()
    {
        signals.Changed.Set();
        signals.Due.Set();
    }
}
