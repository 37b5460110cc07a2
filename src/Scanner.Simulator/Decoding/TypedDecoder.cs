using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Decoding;

/// <summary>
/// Reads untyped JSON into a built-in type as the server's decoder does: fields that the type lacks are dropped and reported, nulls and
/// empty optional lists go, values of another type are refused.
/// </summary>
/// <param name="repeated">The repeated keys of the text that the JSON came from.</param>
/// <param name="wording">The texts of refusals.</param>
/// <param name="version">Fields that came later are unknown.</param>
internal sealed class TypedDecoder(RepeatedKeys repeated, IDecodeWording wording, KubernetesVersion version)
{
    private readonly List<string> _problems = [];

    /// <summary>Unknown and repeated fields found so far, such as <c>unknown field "spec.nonsense"</c>.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>A new object with what the type has.</summary>
    /// <exception cref="GoJsonException">A value has another type.</exception>
    public JsonObject Decode(JsonObject raw, SchemaType type) =>
        type.Map is null || ReferenceEquals(type, SchemaType.Deduced)
            ? (JsonObject)raw.DeepClone()
            : DecodeMap(raw, type, type.Map, new DecodePlace("", "", type.Name));

    private JsonNode? DecodeValue(JsonNode? value, SchemaType type, DecodePlace at)
    {
        if (value is null || type.Name is "any" or "object" or "FieldsV1" or "runtime.RawExtension")
            return value?.DeepClone();
        return (value, type) switch
        {
            (JsonObject obj, { Map: { } map }) => DecodeMap(obj, type, map, at),
            (JsonArray array, { List: { } list }) => DecodeList(array, list, at),
            (JsonValue scalar, { Scalar: not null }) => DecodeScalar(scalar, type, at),
            _ => throw wording.WrongType(value, type, at),
        };
    }

    private JsonObject DecodeMap(JsonObject obj, SchemaType type, MapShape map, DecodePlace at)
    {
        var decoded = new JsonObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var isStruct = map.Fields.Count > 0;
        foreach (var key in repeated.Of(obj))
        {
            var path = at.Path.Length == 0 ? key : $"{at.Path}.{key}";
            if (isStruct && !(map.Fields.TryGetValue(key, out var field) && field.Since <= version))
                Report("unknown", path);
            else if (!seen.Add(key))
                Report("duplicate", path);
            else
                DecodeField(decoded, key, obj[key], type, map, at);
        }

        return decoded;
    }

    private void DecodeField(JsonObject decoded, string key, JsonNode? value, SchemaType type, MapShape map, DecodePlace at)
    {
        var field = map.Fields.GetValueOrDefault(key);
        var inner = DecodeValue(value, field?.Type ?? map.Element!, field is null ? at.Entry(key) : at.Field(key, type.Name));
        if (field is null)
            decoded[key] = inner ?? wording.NullEntry(map.Element!);
        else if (!IsLeftOut(inner, field))
            decoded[key] = inner;
    }

    private JsonArray DecodeList(JsonArray array, ListShape list, DecodePlace at)
    {
        var decoded = new JsonArray();
        for (var i = 0; i < array.Count; i++)
            decoded.Add(DecodeValue(array[i], list.Element, at.Item(i)) ?? wording.NullEntry(list.Element));
        return decoded;
    }

    private JsonNode DecodeScalar(JsonValue value, SchemaType type, DecodePlace at)
    {
        var kind = value.GetValueKind();
        var fits = type.Name switch
        {
            "bool" => kind is JsonValueKind.True or JsonValueKind.False,
            "int32" => kind == JsonValueKind.Number && value.WholeNumber() is >= int.MinValue and <= int.MaxValue,
            "int64" => kind == JsonValueKind.Number && value.WholeNumber() is not null,
            "float64" => kind == JsonValueKind.Number,
            "resource.Quantity" or "intstr.IntOrString" => kind is JsonValueKind.String or JsonValueKind.Number,
            _ => kind == JsonValueKind.String,
        };
        if (!fits)
            throw wording.WrongType(value, type, at);
        return ScalarForms.Read(value, type.Name);
    }

    private static bool IsLeftOut(JsonNode? value, SchemaField field) => value switch
    {
        null => !field.IsAlwaysWritten,
        // An empty list of managedFields is the order to forget them.
        JsonArray { Count: 0 } => !field.IsAlwaysWritten && field.Name != "managedFields",
        JsonObject { Count: 0 } => !field.IsAlwaysWritten && field.Type.Map is { Fields.Count: 0 } && field.Type.Name.StartsWith("map[", StringComparison.Ordinal),
        JsonValue => field.IsPlain && ScalarForms.IsZero(value),
        _ => false,
    };

    private void Report(string what, string path)
    {
        var text = $"{what} field \"{path}\"";
        if (!_problems.Contains(text, StringComparer.Ordinal))
            _problems.Add(text);
    }
}
