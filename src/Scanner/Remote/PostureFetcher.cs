using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;
using Scanner.Core;
using Scanner.Publishing.Documents;
using Scanner.Publishing.Web;

namespace Scanner.Remote;

/// <summary>Gets the posture from a worker.</summary>
internal static class PostureFetcher
{
    private const string LocalHint = "; is kubectl port-forward running?";

    /// <summary>Bytes of text; the posture of 10,000 namespaces is far from it.</summary>
    private const int Longest = 512 * 1024 * 1024;

    /// <summary>A worker composes a snapshot every half minute, whether anything changed or not.</summary>
    private static readonly TimeSpan s_old = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <exception cref="ConnectionConfigurationException">The authorities cannot be read.</exception>
    public static async Task<FetchedPosture> FetchAsync(PostureRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = LoneServer.Connection(request.Url, request.Connection);
        var limit = request.Connection.RequestTimeout is not { } given ? s_limit : given == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : given;
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var http = new HttpMessageInvoker(HttpHandlerFactory.Create(connection));
            using var message = new HttpRequestMessage(HttpMethod.Get, request.Url);
            message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
            message.Headers.UserAgent.ParseAdd("ephemeral-scanner");
            if (request.Token is { } token)
                message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(message, either.Token);
            return await ReadAsync(request, response, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Failed($"no answer within {limit.TotalSeconds} s (--request-timeout)");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return Failed(TlsFailure.Describe(e) ?? $"cannot be reached: {Innermost(e)}" + (request.Url.IsLoopback ? LocalHint : ""));
        }
        catch (JsonException e)
        {
            // Its place quotes the answer, which may hold anything; a message of our own does not.
            return Failed($"answers something that is no posture of a worker{(e.Path is null && e.LineNumber is null ? $": {e.Message}" : "")}");
        }
    }

    private static async Task<FetchedPosture> ReadAsync(PostureRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            return Failed(Refusal(request, response, await ExcerptAsync(response, cancellationToken)));
        if (response.Content.Headers.ContentType?.MediaType != "application/json")
            return Failed("answers something that is no posture of a worker: it is not JSON");
        if (await TextAsync(response, cancellationToken) is not { } text)
            return Failed($"answers more than {Longest / (1024 * 1024)} MB");
        var document = JsonSerializer.Deserialize(text.Span, ScanJson.Reading) ?? throw new JsonException("it is null");
        return new FetchedPosture.Ok(ScanDocumentReader.Read(document), Notice(response));
    }

    private static string Refusal(PostureRequest request, HttpResponseMessage response, string text) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized when request.Token is null => "wants a bearer token of the cluster: give --token or --token-file, over https",
        HttpStatusCode.Unauthorized => "does not know the token: it is of another cluster, or has expired",
        HttpStatusCode.Forbidden => $"refuses: {text}. To let somebody in grant the rule {{nonResourceURLs: [\"{PostureServices.ReviewedPath}\"], verbs: [\"get\"]}}",
        HttpStatusCode.ServiceUnavailable => $"has no answer yet: {text}",
        _ => $"answers HTTP {(int)response.StatusCode}, so it is no posture of a worker (--web-listen, by default port 8081)",
    };

    private static string? Notice(HttpResponseMessage response)
    {
        // Both are told by the clock of the server.
        var age = response.Headers.Date - response.Content.Headers.LastModified;
        return response.Headers.TryGetValues(PostureServices.LeadsHeader, out var leads) && leads.FirstOrDefault() == "false"
            ? "the replica that answered does not lead any more, so what has changed since is not in its answer"
            : age > s_old ? $"the answer is {(int)age.Value.TotalMinutes} minutes old: the worker composes no new ones" : null;
    }

    private static async Task<ReadOnlyMemory<byte>?> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var plain = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var stream = response.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(plain, CompressionMode.Decompress) : plain;
        var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (text.Length + count > Longest)
                return null;
            text.Write(buffer, 0, count);
        }

        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }

    private static async Task<string> ExcerptAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[300];
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return PlainText.OneLine(Encoding.UTF8.GetString(buffer, 0, count).Trim());
    }

    private static string Innermost(Exception e) => PlainText.OneLine(e.GetBaseException().Message);

    private static FetchedPosture.Failed Failed(string message) => new(message);
}
