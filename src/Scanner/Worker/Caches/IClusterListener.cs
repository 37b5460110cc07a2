namespace Scanner.Worker.Caches;

/// <summary>Told what changed in the cluster; from any thread.</summary>
internal interface IClusterListener
{
    void NamespaceAppeared(string ns);

    void NamespaceGone(string ns);

    /// <summary>Its labels changed, or an object inside it that guards it.</summary>
    void GuardChanged(string ns);

    /// <summary>An object that can reach every namespace changed.</summary>
    void AllGuardsChanged();

    /// <summary>An object that decides about admission changed, in one namespace or in all, which is told as well.</summary>
    void PolicyChanged();

    /// <summary>A namespace got its first pod or a new workload, or lost its last pod.</summary>
    void PodsChanged(string ns);

    /// <summary>Ephemeral containers came, went or changed, which no probe need follow.</summary>
    void InventoryChanged();

    /// <summary>A watch was lost, refused or is well again: what may be said of the cluster has changed, and probes may go on or have to wait.</summary>
    void WatchesChanged();
}
