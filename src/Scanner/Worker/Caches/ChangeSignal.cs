using Scanner.Worker.Loops;

namespace Scanner.Worker.Caches;

/// <summary>Passes changes on, and sets a signal at those of objects that bring new resources.</summary>
internal sealed class ChangeSignal(IClusterListener inner, Signal signal) : IClusterListener
{
    public void NamespaceAppeared(string ns) => inner.NamespaceAppeared(ns);

    public void NamespaceGone(string ns) => inner.NamespaceGone(ns);

    public void PodsChanged(string ns) => inner.PodsChanged(ns);

    public void InventoryChanged() => inner.InventoryChanged();

    public void WatchesChanged() => inner.WatchesChanged();

    public void GuardChanged(string ns) => inner.GuardChanged(ns);

    public void PolicyChanged() => inner.PolicyChanged();

    public void AllGuardsChanged()
    {
        inner.AllGuardsChanged();
        signal.Set();
    }
}
