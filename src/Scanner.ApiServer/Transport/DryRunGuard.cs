namespace Scanner.ApiServer.Transport;

/// <summary>
/// The last gate before the network: only requests of the shapes in <see cref="AllowedShapes"/> pass, and none of them stores anything but
/// a Lease, and an Event where the program may write those.
/// Nothing above sends another one; this is here so that a mistake above becomes an exception, not a container in somebody's pod.
/// </summary>
/// <param name="server">Base URL: what lies beside it is refused, and the path in it, that of a proxy, is not looked at.</param>
/// <param name="tokenReviews">Whose a token is may be asked.</param>
/// <param name="events">Events may be written.</param>
/// <param name="emptyPatches">Whether a real write would be admitted may be asked, by one that changes nothing.</param>
internal sealed class DryRunGuard(Uri server, bool tokenReviews = false, bool events = false, bool emptyPatches = false) : DelegatingHandler
{
    // By these a proxy on the way can take a request for another one, or a connection is made out of it.
    private static readonly string[] s_forbiddenHeaders = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "Upgrade"];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        IsAllowed(request, server, tokenReviews, events, emptyPatches)
            ? base.SendAsync(request, cancellationToken)
            : throw new RefusedRequestException(
                $"refused to send {request.Method} {request.RequestUri?.PathAndQuery}: it is none of the requests known to store nothing");

    internal static bool IsAllowed(
        HttpRequestMessage request, Uri server, bool tokenReviews = false, bool events = false, bool emptyPatches = false)
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
                || (emptyPatches && AllowedShapes.IsEmptyPatch(path, uri.Query, request.Content)),
            "PUT" => AllowedShapes.IsPut(path, uri.Query),
            // DELETE above all: a body with DeleteOptions takes the place of the query, and with it of dryRun=All.
            _ => false,
        };
    }
}
