using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Models;

/// <summary>
/// Reads a whole object into the class that KubernetesClient has for its kind. Fields that the class does not know are lost, so an object
/// that is read to be written back may not come through here. <see cref="ApiModels"/> has one for each kind.
/// </summary>
/// <typeparam name="T">A class of <c>k8s.Models</c>.</typeparam>
public sealed class Model<T> : IObjectReader<T>
    where T : class
{
    private readonly JsonTypeInfo<T> _type;

    internal Model(JsonTypeInfo<T> type) => _type = type;

    /// <summary>Always true: the classes know the JSON of the API and not its protobuf.</summary>
    public bool JsonOnly => true;

    /// <inheritdoc/>
    /// <exception cref="WireFormatException">It is no JSON, or not that of a <typeparamref name="T"/>.</exception>
    public T Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        if (typeof(TReader) != typeof(JsonWireReader))
            throw new WireFormatException($"a {typeof(T).Name} is not in JSON, although JSON was asked for");
        try
        {
            var scope = reader.Enter();
            var json = reader.ReadRawJson();
            reader.Leave(scope);
            return JsonSerializer.Deserialize(json, _type) ?? throw new WireFormatException($"a {typeof(T).Name} is null");
        }
        catch (Exception e) when (e is not WireFormatException)
        {
            // Its converters throw what comes out of them: FormatException, NotSupportedException, OverflowException and more.
            // Messages and paths of these quote the object, which may hold anything; the position does not.
            var place = e is JsonException { BytePositionInLine: { } at } ? $" near byte {at}" : "";
            throw new WireFormatException($"a {typeof(T).Name} does not have the fields of its kind{place}", e);
        }
    }

    /// <summary>The object as the body of a request.</summary>
    public byte[] Write(T value) => JsonSerializer.SerializeToUtf8Bytes(value, _type);
}
