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

    /// <summary>Nobody who asks for a longer pause means it.</summary>
    private static readonly TimeSpan s_longestPause = TimeSpan.FromHours(1);

    /// <param name="isKind">As <c>ApiRequest.IsKind</c>.</param>
    public static ApiAnswer<T> Read<T>(
        HttpResponseMessage response, ReadOnlyMemory<byte> body, IObjectReader<T> reader, Func<string, bool>? isKind = null)
    {
        try
        {
            var warnings = WarningHeader.Read(response);
            if (ReadStatus(response, body.Span) is { } status)
                return new ApiAnswer<T>.Refused(status, warnings);
            if (isKind is not null && KindOf(response, body.Span) is { Length: > 0 } kind && !isKind(kind))
                throw new WireFormatException($"it is {(kind.All(char.IsAsciiLetterOrDigit) ? $"a {kind}" : "an object of another kind")}");
            return new ApiAnswer<T>.Ok(ReadObject(response, body.Span, reader), (int)response.StatusCode, warnings);
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

    /// <summary>
    /// Null when <paramref name="body"/> is a success. A Status of failure is none, whatever the HTTP status around it: gateways swallow
    /// codes, and a webhook may deny with 200.
    /// </summary>
    public static ApiStatus? ReadStatus(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var success = response.IsSuccessStatusCode;
        if (success && (KindOf(response, body) != "Status" || BodyKind.IsSuccess(body, IsProtobuf(response))))
            return null;
        var code = (int)response.StatusCode;
        var status = TryReadStatus(response, body) ?? new ApiStatus { Code = code, Message = Excerpt(response, body), Untyped = true };
        return status with { Code = success && status.Code > 0 ? status.Code : code, RetryAfter = RetryAfter(response) ?? status.RetryAfter };
    }

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

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } pause ? pause < s_longestPause ? pause : s_longestPause : null;

    private static string KindOf(HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        IsProtobuf(response) || IsJson(response) ? BodyKind.Of(body, IsProtobuf(response)) : "";

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
