using System.Globalization;
using System.Text;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Watches;

/// <summary>What to watch (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes). Bookmarks are always asked for.</summary>
public sealed record WatchRequest(ResourcePath Path)
{
    /// <summary>Changes after this version; null together with <see cref="SendInitialEvents"/>.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>As kubectl's <c>-l</c>; an object that stops matching is reported as deleted. Null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>
    /// Stream what there is first, as ADDED events that end in a bookmark
    /// (https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists). A server without it answers 422.
    /// </summary>
    public bool SendInitialEvents { get; init; }

    /// <summary>When the server shall end the watch; whole seconds. Default 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Only what the API calls PartialObjectMetadata
    /// (https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches): enough to see that an object changed.
    /// </summary>
    public bool MetadataOnly { get; init; }

    internal string PathAndQuery()
    {
        var query = new StringBuilder(Path.ToString())
            .Append("?watch=true&allowWatchBookmarks=true&timeoutSeconds=")
            .Append(((long)Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        if (SendInitialEvents)
            query.Append("&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
        if (!string.IsNullOrEmpty(ResourceVersion))
            query.Append("&resourceVersion=").Append(Uri.EscapeDataString(ResourceVersion));
        if (!string.IsNullOrEmpty(LabelSelector))
            query.Append("&labelSelector=").Append(Uri.EscapeDataString(LabelSelector));
        return query.ToString();
    }
}
