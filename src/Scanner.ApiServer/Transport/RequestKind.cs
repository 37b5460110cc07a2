namespace Scanner.ApiServer.Transport;

/// <summary>What a request asks for, without the names in it.</summary>
internal sealed record RequestKind(string Verb, string Group, string Resource)
{
    /// <summary>Reads it from the URL, as the API server does (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris).</summary>
    public static RequestKind Of(ApiRequest request)
    {
        var query = request.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var parts = request.PathAndQuery[..(query < 0 ? request.PathAndQuery.Length : query)].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["version"])
            return new RequestKind("get", "", "version");
        var group = parts is ["apis", var named, ..] ? named : "";
        // From the resource on: a path without one asks what the server serves.
        var rest = parts.AsSpan(Math.Min(parts.Length, parts is ["apis", ..] ? 3 : 2));
        if (rest.IsEmpty)
            return new RequestKind("get", "", "discovery");
        if (rest is ["namespaces", _, _, ..])
            rest = rest[2..];
        var resource = rest.Length > 2 ? $"{rest[0]}/{rest[2]}" : rest[0];
        return new RequestKind(VerbOf(request, rest.Length > 1), group, resource);
    }

    private static string VerbOf(ApiRequest request, bool named) => request.Method.Method switch
    {
        "GET" => request.Streamed ? "watch" : named ? "get" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "other",
    };
}
