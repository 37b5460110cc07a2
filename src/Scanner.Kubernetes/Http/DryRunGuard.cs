using System.Text.RegularExpressions;

namespace Scanner.Kubernetes.Http;

/// <summary>
/// The last gate before the network: no request that could change a pod passes without <c>dryRun=All</c>.
/// Nothing above sends one; this is here so that a mistake above becomes an exception, not a container in somebody's pod.
/// </summary>
internal sealed partial class DryRunGuard : DelegatingHandler
{
    private static readonly string[] s_harmless = ["GET", "HEAD", "OPTIONS"];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsAllowed(request.Method, request.RequestUri!))
        {
            throw new InvalidOperationException(
                $"refused to send {request.Method} {request.RequestUri!.PathAndQuery}: a write to pods must be a dry run");
        }

        return base.SendAsync(request, cancellationToken);
    }

    internal static bool IsAllowed(HttpMethod method, Uri uri) =>
        // Reading through exec, attach, portforward or proxy is not reading.
        PodConnect().IsMatch(uri.AbsolutePath)
            ? false
            : Array.Exists(s_harmless, m => m.Equals(method.Method, StringComparison.OrdinalIgnoreCase))
              || !PodPath().IsMatch(uri.AbsolutePath)
              || IsDryRun(uri.Query);

    // Exactly one dryRun parameter, and it says All; anything after it could not undo it.
    private static bool IsDryRun(string query)
    {
        var values = query.TrimStart('?').Split('&').Where(p => p.StartsWith("dryRun", StringComparison.OrdinalIgnoreCase)).ToList();
        return values is ["dryRun=All"];
    }

    [GeneratedRegex("/api/v1/(namespaces/[^/]+/)?pods(/|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PodPath();

    [GeneratedRegex("/api/v1/namespaces/[^/]+/pods/[^/]+/(exec|attach|portforward|proxy)(/|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PodConnect();
}
