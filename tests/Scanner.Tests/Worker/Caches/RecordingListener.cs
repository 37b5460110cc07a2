using Scanner.Worker.Caches;

namespace Scanner.Tests.Worker.Caches;

/// <summary>Writes down what a cache tells of the cluster.</summary>
internal sealed class RecordingListener : IClusterListener
{
    private readonly List<string> _lines = [];

    public int PolicyChanges { get; private set; }

    /// <summary>What was told since the last call.</summary>
    public string[] Take()
    {
        string[] lines = [.. _lines];
        _lines.Clear();
        return lines;
    }

    public void NamespaceAppeared(string ns) => _lines.Add($"appeared {ns}");

    public void NamespaceGone(string ns) => _lines.Add($"gone {ns}");

    public void GuardChanged(string ns) => _lines.Add($"guard {ns}");

    public void AllGuardsChanged() => _lines.Add("guards");

    // Told beside a guard that changed, each time.
    public void PolicyChanged() => PolicyChanges++;

    public void PodsChanged(string ns) => _lines.Add($"pods {ns}");

    public void InventoryChanged() => _lines.Add("inventory");

    public void WatchesChanged() => _lines.Add("watches");
}
