using System.Text;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Lists;

/// <summary>What to list (https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks).</summary>
public sealed record ListRequest(ResourcePath Path)
{
    /// <summary>Objects a page; 0 for all in one answer. Default 500, as client-go.</summary>
    public int Limit { get; init; } = 500;

    /// <summary>As kubectl's <c>-l</c>; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>As kubectl's <c>--field-selector</c>; null for all.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>
    /// Only what the API calls PartialObjectMetadata
    /// (https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches).
    /// </summary>
    public bool MetadataOnly { get; init; }

    internal string PathAndQuery(string token)
    {
        var query = new StringBuilder(Path.ToString()).Append("?limit=").Append(Limit);
        Append(query, "labelSelector", LabelSelector);
        Append(query, "fieldSelector", FieldSelector);
        Append(query, "continue", token);
        return query.ToString();
    }

    private static void Append(StringBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            query.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
