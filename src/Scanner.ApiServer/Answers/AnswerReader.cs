using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Answers;

/// <summary>The one place that turns HTTP into <see cref="ApiAnswer{T}"/>.</summary>
internal static class AnswerReader
{
    private const int ExcerptLength = 300;

    public static ApiAnswer<T> Read<T>(HttpResponseMessage response, ReadOnlyMemory<byte> body, IObjectReader<T> reader)
    {
        try
        {
            var warnings = WarningHeader.Read(response);
            return response.IsSuccessStatusCode
                ? new ApiAnswer<T>.Ok(ReadObject(response, body.Span, reader), (int)response.StatusCode, warnings)
                : Refuse<T>(response, body.Span, warnings);
        }
        catch (Exception e) when (e is WireFormatException or JsonException or InvalidOperationException)
        {
            return Unreadable<T>(response, e);
        }
    }

    public static ApiAnswer<T>.Failed Unreadable<T>(HttpResponseMessage response, Exception e) =>
        new(new TransportFailure(
            TransportFailureKind.BadAnswer,
            $"the answer of {response.RequestMessage?.RequestUri?.AbsolutePath} cannot be read ({MediaType(response)}): {FirstLine(e.Message)}"));

    /// <summary>Null when <paramref name="body"/> is a success.</summary>
    public static ApiStatus? ReadStatus(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        if (response.IsSuccessStatusCode)
            return null;
        var code = (int)response.StatusCode;
        var status = TryReadStatus(response, body) ?? new ApiStatus { Code = code, Message = Excerpt(response, body), Untyped = true };
        return status with { Code = code, RetryAfter = RetryAfter(response) ?? status.RetryAfter };
    }

    private static ApiAnswer<T> Refuse<T>(HttpResponseMessage response, ReadOnlySpan<byte> body, ImmutableArray<string> warnings) =>
        new ApiAnswer<T>.Refused(ReadStatus(response, body)!, warnings);

    private static T ReadObject<T>(HttpResponseMessage response, ReadOnlySpan<byte> body, IObjectReader<T> reader)
    {
        if (IsProtobuf(response))
        {
            var wire = new ProtobufWireReader(Envelope.Open(body, out _));
            return reader.Read(ref wire);
        }

        if (!IsJson(response))
            throw new WireFormatException("it is neither JSON nor protobuf");
        var json = new JsonWireReader(body);
        return reader.Read(ref json);
    }

    private static ApiStatus? TryReadStatus(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        try
        {
            var status = IsProtobuf(response) || IsJson(response) ? ReadObject(response, body, StatusReader.Instance) : null;
            // Some proxy's JSON error reads as an empty Status: then its text says more.
            return status is { Message.Length: 0, Reason.Length: 0, Code: 0 } ? null : status;
        }
        catch (Exception e) when (e is WireFormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private static bool IsProtobuf(HttpResponseMessage response) => MediaType(response) == Envelope.ProtobufMediaType;

    private static bool IsJson(HttpResponseMessage response) => MediaType(response).EndsWith("json", StringComparison.OrdinalIgnoreCase);

    private static string MediaType(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType ?? "no content type";

    private static string Excerpt(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, ExcerptLength)]).Trim();
        return text.Length > 0 ? text : response.ReasonPhrase ?? ((HttpStatusCode)response.StatusCode).ToString();
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
