using Scanner.Core.Posture;

namespace Scanner.Publishing.Metrics;

/// <summary>What a worker can say of itself at any moment. Read at each scrape; thread-safe.</summary>
public interface IWorkerFigures
{
    /// <summary>This replica leads.</summary>
    bool Leads { get; }

    /// <summary>The present one; null before the first.</summary>
    PostureSnapshot? Snapshot { get; }

    /// <summary>Requests to the API server so far, by verb, resource and code. None ever goes down.</summary>
    IEnumerable<KeyValuePair<LabelValues, long>> Requests { get; }

    /// <summary>How often watches began anew so far, by resource and reason. None ever goes down.</summary>
    IEnumerable<KeyValuePair<LabelValues, long>> WatchRestarts { get; }

    /// <summary>Objects that are held now, by resource.</summary>
    IReadOnlyDictionary<LabelValues, int> CachedObjects { get; }
}
