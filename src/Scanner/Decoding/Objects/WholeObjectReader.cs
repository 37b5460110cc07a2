using System.Text.Json;
using Scanner.ApiServer.Wire;

namespace Scanner.Decoding.Objects;

/// <summary>Reads an object as a whole.</summary>
/// <param name="apiVersion">What the server calls the objects: those of its lists need not say so themselves.</param>
/// <param name="kind">Likewise.</param>
internal sealed class WholeObjectReader(string apiVersion, string kind) : IObjectReader<JsonElement>
{
    public bool JsonOnly => true;

    public JsonElement Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        if (typeof(TReader) != typeof(JsonWireReader))
            throw new WireFormatException($"a {kind} is not in JSON, although JSON was asked for");
        var scope = reader.Enter();
        var json = reader.ReadRawJson().ToArray();
        reader.Leave(scope);
        try
        {
            return WholeObject.Parse(json, apiVersion, kind);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new WireFormatException($"a {kind} is not readable: {e.Message}", e);
        }
    }
}
