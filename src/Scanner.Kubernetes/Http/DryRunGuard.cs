namespace Scanner.Kubernetes.Http;

/// <summary>
/// The last gate before the network: no request that could change a pod passes without <c>dryRun=All</c>.
/// Nothing above sends one; this is here so that a mistake above becomes an exception, not a container in somebody's pod.
/// </summary>
internal sealed class DryRunGuard : DelegatingHandler
{
    private static readonly string[] s_harmless = ["GET", "HEAD", "OPTIONS"];
    private static readonly string[] s_connects = ["exec", "attach", "portforward", "proxy"];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsAllowed(request.Method, request.RequestUri!))
        {
            throw new InvalidOperationException(
                $"refused to send {request.Method} {request.RequestUri!.PathAndQuery}: a write to pods must be a dry run");
        }

        return base.SendAsync(request, cancellationToken);
    }

    internal static bool IsAllowed(HttpMethod method, Uri uri)
    {
        if (PodPath(uri.AbsolutePath) is not { } below)
            return true;
        // Reading through exec, attach, portforward or proxy is not reading.
        if (below.Length > 1 && IsOneOf(below[1], s_connects))
            return false;
        return IsOneOf(method.Method, s_harmless) || IsDryRun(uri.Query);
    }

    /// <summary>What follows <c>pods</c> in a path of the core API, wherever a proxy's own path ends; null for other paths.</summary>
    private static string[]? PodPath(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 2 < parts.Length; i++)
        {
            if (!Same(parts[i], "api") || !Same(parts[i + 1], "v1"))
                continue;
            var resource = Same(parts[i + 2], "namespaces") ? i + 4 : i + 2;
            if (resource < parts.Length && Same(parts[resource], "pods"))
                return parts[(resource + 1)..];
        }

        return null;
    }

    // Exactly one dryRun parameter, and it says All; anything after it could not undo it.
    private static bool IsDryRun(string query)
    {
        var values = query.TrimStart('?').Split('&').Where(p => p.StartsWith("dryRun", StringComparison.OrdinalIgnoreCase)).ToList();
        return values is ["dryRun=All"];
    }

    private static bool IsOneOf(string text, string[] words) => Array.Exists(words, w => Same(w, text));

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
