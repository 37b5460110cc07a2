using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Scanner.Simulator.Api;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Protobuf;

namespace Scanner.Simulator.Serving;

/// <summary>Sends answers: chooses the representation, adds warnings and Retry-After, compresses large bodies.</summary>
internal sealed class AnswerWriter(SimulatorOptions options)
{
    /// <summary>Answers above this many bytes are compressed for clients that accept it, as the real server does.</summary>
    private const int CompressAbove = 128 * 1024;

    public Task WriteAsync(HttpContext http, Answer answer)
    {
        foreach (var warning in answer.Warnings)
            http.Response.Headers.Append("Warning", WarningHeader.Format(warning));
        if (answer is Answer.OfText text)
            return SendAsync(http, text.Code, text.ContentType, Encoding.UTF8.GetBytes(text.Text));
        var form = Representation.Choose(http.Request.Headers.Accept, options.ServeProtobuf && HasProtobuf(answer));
        // A refusal is told whatever is accepted.
        if (form is null && answer is Answer.OfStatus refused)
            return StatusAsync(http, refused.Status, Representation.Json);
        if (form is not { } chosen)
            return SendAsync(http, 406, "application/json", JsonText.ToBytes(ApiErrors.NotAcceptable().Body));
        return answer switch
        {
            Answer.OfStatus status => StatusAsync(http, status.Status, chosen),
            Answer.OfObject obj => SendAsync(http, obj.Code, chosen.ContentType, ObjectEncoder.Object(obj.Type, obj.Object, chosen, options.TimeProvider)),
            Answer.OfList list => SendAsync(http, list.Code, chosen.ContentType, ObjectEncoder.List(list.Type, list.Page, chosen, options.TimeProvider)),
            Answer.OfJson json => SendAsync(http, json.Code, "application/json", JsonText.ToBytes(json.Body)),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>The body of an answer as JSON, for faults that break it.</summary>
    public byte[] JsonBody(Answer answer) => answer switch
    {
        Answer.OfStatus status => JsonText.ToBytes(status.Status.Body),
        Answer.OfObject obj => ObjectEncoder.Object(obj.Type, obj.Object, Representation.Json, options.TimeProvider),
        Answer.OfList list => ObjectEncoder.List(list.Type, list.Page, Representation.Json, options.TimeProvider),
        Answer.OfJson json => JsonText.ToBytes(json.Body),
        _ => [],
    };

    public Task StatusAsync(HttpContext http, ApiStatus status, Representation form)
    {
        if (status.Body.Object("details")?.Number("retryAfterSeconds") is { } seconds and > 0)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var plain = form with { As = "" };
        return SendAsync(http, status.Code, plain.ContentType, ObjectEncoder.Status(status, plain));
    }

    public static async Task SendAsync(HttpContext http, int code, string contentType, byte[] body)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = contentType;
        if (body.Length > CompressAbove && http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            http.Response.Headers.Vary = "Accept-Encoding";
            await using var gzip = new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await gzip.WriteAsync(body, http.RequestAborted);
            return;
        }

        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static bool HasProtobuf(Answer answer) => answer switch
    {
        Answer.OfStatus => true,
        Answer.OfObject obj => ProtobufSchema.Covers(obj.Type),
        Answer.OfList list => ProtobufSchema.Covers(list.Type),
        _ => false,
    };
}
