using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>Answers as a server would send them.</summary>
internal static class Reply
{
    private const string PodJson = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"open"}}""";

    public static HttpResponseMessage Pod() => Json(200, PodJson);

    public static HttpResponseMessage Json(int status, string body) => Bytes(status, "application/json", Encoding.UTF8.GetBytes(body));

    public static HttpResponseMessage Text(int status, string body) => Bytes(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(body));

    public static HttpResponseMessage Protobuf(int status, params string[] file) =>
        Bytes(status, "application/vnd.kubernetes.protobuf", File.ReadAllBytes(Fixture.PathOf(file)));

    /// <summary>A <c>v1/Status</c>; <paramref name="more"/> is JSON of further fields.</summary>
    public static HttpResponseMessage Status(int status, string reason, string more = "") =>
        Json(status, $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"it is {{reason}}","reason":"{{reason}}","code":{{status}}{{more}}}""");

    /// <param name="contentType">Null to send none.</param>
    public static HttpResponseMessage Bytes(int status, string? contentType, byte[] body)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return response;
    }

    public static HttpResponseMessage With(this HttpResponseMessage response, string header, params string[] values)
    {
        response.Headers.TryAddWithoutValidation(header, values);
        return response;
    }

    public static async Task<HttpResponseMessage> GzippedAsync(this HttpResponseMessage response)
    {
        var plain = response.Content;
        var packed = new MemoryStream();
        var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip)
            await plain.CopyToAsync(gzip);
        response.Content = new ByteArrayContent(packed.ToArray());
        response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(plain.Headers.ContentType!.ToString());
        response.Content.Headers.ContentEncoding.Add("gzip");
        return response;
    }

    /// <summary>Announces a body and loses the connection in it.</summary>
    public static HttpResponseMessage BrokenOff()
    {
        var pipe = new Pipe();
        pipe.Writer.Write("{\"metadata\":"u8);
        pipe.Writer.Complete(new IOException("reset by peer"));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };
    }

    /// <summary>The response of a recording.</summary>
    /// <param name="file">Below <c>recordings</c>.</param>
    public static HttpResponseMessage Recorded(string file) => RecordedAt(Fixture.PathOf("recordings", file));

    /// <param name="path">Of the recording.</param>
    public static HttpResponseMessage RecordedAt(string path)
    {
        // The schema of a recorded CustomResourceDefinition is deeper than the 64 levels of the default.
        using var recording = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 512 });
        var recorded = recording.RootElement.GetProperty("response");
        var body = recorded.GetProperty("body");
        var text = body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();
        var response = Bytes(recorded.GetProperty("status").GetInt32(), null, Encoding.UTF8.GetBytes(text));
        foreach (var header in recorded.GetProperty("headers").EnumerateObject())
        {
            string[] values = header.Value.ValueKind == JsonValueKind.Array
                ? [.. header.Value.EnumerateArray().Select(v => v.GetString()!)]
                : [header.Value.GetString()!];
            if (!response.Headers.TryAddWithoutValidation(header.Name, values))
                response.Content.Headers.TryAddWithoutValidation(header.Name, values);
        }

        return response;
    }
}
