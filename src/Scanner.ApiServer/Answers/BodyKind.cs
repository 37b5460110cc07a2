using System.Text.Json;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Answers;

/// <summary>Finds out what a body says it is, without reading the object.</summary>
internal static class BodyKind
{
    private static readonly OneField s_status = new(2, "status");

    /// <summary>The <c>kind</c> of the object; empty when the body names none or cannot be read.</summary>
    public static string Of(ReadOnlySpan<byte> body, bool protobuf)
    {
        try
        {
            if (!protobuf)
                return JsonText(body, "kind"u8);
            Envelope.Open(body, out var kind);
            return kind;
        }
        catch (Exception e) when (e is WireFormatException or JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>Whether a body of the kind <c>Status</c> says <c>Success</c>, as the answer to a deletion does.</summary>
    public static bool IsSuccess(ReadOnlySpan<byte> body, bool protobuf)
    {
        try
        {
            return (protobuf ? ProtobufStatus(body) : JsonText(body, "status"u8)) == "Success";
        }
        catch (Exception e) when (e is WireFormatException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Lists of built-in types begin with their kind; lists of custom resources have it after their items, which are passed over.
    private static string JsonText(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 512 });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return "";
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(name);
            json.Read();
            if (isIt)
                return json.TokenType == JsonTokenType.String ? json.GetString()! : "";
            json.Skip();
        }

        return "";
    }

    private static string ProtobufStatus(ReadOnlySpan<byte> body)
    {
        var reader = new ProtobufWireReader(Envelope.Open(body, out _));
        reader.Enter();
        return reader.Next(s_status) ? reader.ReadString() : "";
    }
}
