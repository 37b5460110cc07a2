namespace Scanner.Inventory;

/// <summary>Told how far a scan is, from one thread at a time.</summary>
internal interface IScanProgress
{
    /// <summary>Pods read so far; <paramref name="remaining"/> is the server's count of the others, where it gives one.</summary>
    void PodsListed(int pods, long? remaining);

    void NamespacesProbed(int done, int total);
}
