namespace Scanner.ApiServer.Transport;

/// <summary>
/// The last gate before the network: only requests of the shapes in <see cref="AllowedShapes"/> pass, and none of them stores anything but
/// a Lease and, where the program may write those, Events and reports.
/// Nothing above sends another one; this is here so that a mistake above becomes an exception, not a container in somebody's pod.
/// </summary>
/// <param name="server">Base URL: what lies beside it is refused, and the path in it, that of a proxy, is not looked at.</param>
/// <param name="tokenReviews">Whose a token is may be asked.</param>
/// <param name="events">Events may be written.</param>
/// <param name="emptyPatches">Whether a real write would be admitted may be asked, by one that changes nothing.</param>
/// <param name="reports">Reports may be applied and deleted.</param>
internal sealed class DryRunGuard(
    Uri server, bool tokenReviews = false, bool events = false, bool emptyPatches = false, bool reports = false) : DelegatingHandler
{
    // By these a proxy on the way can take a request for another one, or a connection is made out of it.
    private static readonly string[] s_forbiddenHeaders = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "Upgrade"];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        IsAllowed(request, server, tokenReviews, events, emptyPatches, reports)
            ? base.SendAsync(request, cancellationToken)
            : throw new RefusedRequestException(
                $"refused to send {request.Method} {request.RequestUri?.PathAndQuery}: it is none of the requests known to store nothing");

    internal static bool IsAllowed(
        HttpRequestMessage request, Uri server, bool tokenReviews = false, bool events = false, bool emptyPatches = false, bool reports = false)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } uri)
            return false;
        if (uri.GetLeftPart(UriPartial.Authority) != server.GetLeftPart(UriPartial.Authority))
            return false;
        var root = server.AbsolutePath.TrimEnd('/') + "/";
        if (!uri.AbsolutePath.StartsWith(root, StringComparison.Ordinal) || uri.Fragment.Length > 0)
            return false;
        // The parser folds dots, turns backslashes and undoes escapes: what was written must be what is sent.
        if (!uri.OriginalString.EndsWith(uri.PathAndQuery, StringComparison.Ordinal))
            return false;
        if (Array.Exists(s_forbiddenHeaders, request.Headers.NonValidated.Contains))
            return false;
        var path = uri.AbsolutePath[root.Length..].Split('/');
        // As it is sent: a method is another one in another case.
        return request.Method.Method switch
        {
            "GET" => request.Content is null && AllowedShapes.IsRead(path, uri.Query),
            "POST" => AllowedShapes.IsPost(path, uri.Query)
                || (tokenReviews && AllowedShapes.IsTokenReview(path, uri.Query))
                || (events && AllowedShapes.IsEventPost(path, uri.Query)),
            "PATCH" => AllowedShapes.IsPatch(path, uri.Query)
                || (events && AllowedShapes.IsEventPatch(path, uri.Query, request.Content))
                || (emptyPatches && AllowedShapes.IsEmptyPatch(path, uri.Query, request.Content))
                || (reports && IsApply(request) && AllowedShapes.IsReportApply(path, uri.Query)),
            "PUT" => AllowedShapes.IsPut(path, uri.Query),
            // Without a body: one with DeleteOptions takes the place of the query, and with it of dryRun=All.
            "DELETE" => reports && request.Content is null && AllowedShapes.IsReportDelete(path, uri.Query),
            _ => false,
        };
    }

    // Another form of patch changes parts of what is there, whoever wrote them, and may have another meaning on another server.
    private static bool IsApply(HttpRequestMessage request) =>
        request.Content?.Headers.NonValidated is { } headers && headers.TryGetValues("Content-Type", out var types)
        && types.Count == 1 && types.ToString() == ReportPaths.ApplyMediaType;
}
