namespace Scanner.ApiServer.Transport;

/// <summary>
/// The last gate before the network: nothing that a server would store passes without <c>dryRun=All</c>, but for the leases of leader election.
/// Nothing above sends such a request; this is here so that a mistake above becomes an exception, not a container in somebody's pod.
/// </summary>
/// <param name="server">Base URL: a lease is known by the whole of its path, that of a proxy before it included.</param>
internal sealed class DryRunGuard(Uri server) : DelegatingHandler
{
    private static readonly string[] s_harmless = ["GET", "HEAD", "OPTIONS"];
    private static readonly string[] s_connects = ["exec", "attach", "portforward", "proxy"];

    // Questions that are asked by POST; nothing is stored (https://kubernetes.io/docs/reference/access-authn-authz/authorization/).
    private static readonly string[] s_reviews = ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews"];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsAllowed(request.Method, request.RequestUri!, server))
        {
            throw new InvalidOperationException(
                $"refused to send {request.Method} {request.RequestUri!.PathAndQuery}: all writes but those of leases must be dry runs");
        }

        return base.SendAsync(request, cancellationToken);
    }

    internal static bool IsAllowed(HttpMethod method, Uri uri, Uri server)
    {
        var below = PodPath(uri.AbsolutePath);
        // Reading through exec, attach, portforward or proxy is not reading.
        if (below is { Length: > 1 } && IsOneOf(below[1], s_connects))
            return false;
        if (IsOneOf(method.Method, s_harmless) || IsDryRun(uri.Query))
            return true;
        return below is null && ApiParts(uri, server) is { } parts && (IsLeaseWrite(method, parts) || IsReview(method, parts));
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

    /// <summary>The parts of the path below the server's own; null when it is not below.</summary>
    private static string[]? ApiParts(Uri uri, Uri server)
    {
        var root = server.AbsolutePath.TrimEnd('/') + "/";
        return uri.AbsolutePath.StartsWith(root, StringComparison.Ordinal) ? uri.AbsolutePath[root.Length..].Split('/') : null;
    }

    // By the letter, and with names that need no unescaping: nobody on the way can take the path for another.
    private static bool IsLeaseWrite(HttpMethod method, string[] parts) => parts switch
    {
        ["apis", "coordination.k8s.io", "v1", "namespaces", var ns, "leases"] => method == HttpMethod.Post && IsName(ns),
        ["apis", "coordination.k8s.io", "v1", "namespaces", var ns, "leases", var name] => method == HttpMethod.Put && IsName(ns) && IsName(name),
        _ => false,
    };

    private static bool IsReview(HttpMethod method, string[] parts) =>
        method == HttpMethod.Post && parts is ["apis", "authorization.k8s.io", "v1", var resource] && Array.IndexOf(s_reviews, resource) >= 0;

    private static bool IsName(string part) =>
        part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.') && part is not ("." or "..");

    private static bool IsOneOf(string text, string[] words) => Array.Exists(words, w => Same(w, text));

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
