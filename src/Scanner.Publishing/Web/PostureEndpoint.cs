using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Scanner.Publishing.Web;

/// <summary>Answers <c>GET /api/v1/posture</c>: the document of <c>scan -o json</c> of the present snapshot.</summary>
internal static class PostureEndpoint
{
    private const string RetryAfter = "5";

    public static async Task HandleAsync(HttpContext context)
    {
        var listener = context.Features.Get<PostureListener>()!;
        // What a page in a browser on this machine could do with the answer: nothing.
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (listener.IsLoopback && !IsLocal(context.Request.Host))
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "the host must be localhost or a loopback address");
        else if (context.Request.Path.Value != PostureServices.Path)
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"there is {PostureServices.Path}");
        else if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            await RefuseMethodAsync(context);
        else if (listener.IsLoopback || await IsAllowedAsync(context))
            await ServeAsync(context);
    }

    // The page of a stranger may have its name resolve to this machine; the browser still sends that name.
    private static bool IsLocal(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host, out var address) && IPAddress.IsLoopback(address));

    private static async Task<bool> IsAllowedAsync(HttpContext context)
    {
        var access = BearerToken.Of(context.Request.Headers.Authorization) is { } token
            ? await context.RequestServices.GetRequiredService<IPostureAccess>().CheckAsync(token, context.RequestAborted)
            : PostureAccess.Unauthenticated;
        switch (access)
        {
            case PostureAccess.Allowed:
                return true;
            case PostureAccess.Unauthenticated:
                context.Response.Headers.WWWAuthenticate = BearerToken.Scheme;
                await RefuseAsync(context, StatusCodes.Status401Unauthorized, "a bearer token of this cluster is needed");
                return false;
            case PostureAccess.Forbidden:
                await RefuseAsync(context, StatusCodes.Status403Forbidden, $"no right to get the non-resource URL {PostureServices.ReviewedPath}");
                return false;
            default:
                context.Response.Headers.RetryAfter = RetryAfter;
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "the token cannot be checked at present");
                return false;
        }
    }

    private static async Task ServeAsync(HttpContext context)
    {
        var replica = context.RequestServices.GetRequiredService<IReplica>();
        if (await context.RequestServices.GetRequiredService<PostureRenderings>().CurrentAsync(context.RequestAborted) is not { } posture)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, replica.WhyNoSnapshot());
            return;
        }

        var packed = Gzip.IsAccepted(context.Request.Headers.AcceptEncoding);
        var headers = context.Response.Headers;
        headers[PostureServices.LeadsHeader] = replica.IsLeading ? "true" : "false";
        // A text and its packed form are told apart by their tags (RFC 9110, 8.8.3.3).
        headers.ETag = packed ? $"\"{posture.Digest}-{Gzip.Encoding}\"" : $"\"{posture.Digest}\"";
        headers.LastModified = HeaderUtilities.FormatDate(posture.ComposedAt);
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Accept-Encoding, Authorization";
        if (IsKnown(context.Request.Headers.IfNoneMatch, posture.Digest))
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await SendAsync(context, posture, packed);
    }

    private static async Task SendAsync(HttpContext context, RenderedPosture posture, bool packed)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = packed ? posture.Packed.Length : posture.Length;
        if (packed)
            context.Response.Headers.ContentEncoding = Gzip.Encoding;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        if (packed)
        {
            await context.Response.Body.WriteAsync(posture.Packed, context.RequestAborted);
            return;
        }

        await using var text = new GZipStream(new MemoryStream(posture.Packed), CompressionMode.Decompress);
        await text.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    // Weakly, as RFC 9110 has it for If-None-Match (13.1.2): either form of the same text will do.
    private static bool IsKnown(StringValues known, string digest) =>
        EntityTagHeaderValue.TryParseList(known, out var tags)
        && tags.Any(t => t.Tag == "*" || t.Tag.Equals($"\"{digest}\"", StringComparison.Ordinal) || t.Tag.Equals($"\"{digest}-{Gzip.Encoding}\"", StringComparison.Ordinal));

    private static Task RefuseMethodAsync(HttpContext context)
    {
        context.Response.Headers.Allow = "GET, HEAD";
        return RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "GET or HEAD");
    }

    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
