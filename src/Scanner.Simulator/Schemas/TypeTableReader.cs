using System.Globalization;
using System.Text.Json.Nodes;
using Scanner.Simulator.Protobuf;
using Scanner.Simulator.Structured;

namespace Scanner.Simulator.Schemas;

/// <summary>Reads the table of types; its header says how it is written.</summary>
internal sealed class TypeTableReader
{
    private readonly Dictionary<string, SchemaType> _types = new(StringComparer.Ordinal);

    private TypeTableReader()
    {
        foreach (var (name, kind) in new[]
        {
            ("string", ScalarKind.Text), ("bytes", ScalarKind.Text), ("bool", ScalarKind.Truth), ("int32", ScalarKind.Number), ("int64", ScalarKind.Number),
            ("double", ScalarKind.Number), ("Time", ScalarKind.Any), ("MicroTime", ScalarKind.Any), ("Quantity", ScalarKind.Any), ("IntOrString", ScalarKind.Any),
        })
        {
            _types[name] = new SchemaType(LastTwo(name)) { Scalar = kind };
        }

        _types["any"] = new SchemaType("any") { Scalar = ScalarKind.Any, List = SchemaType.Deduced.List, Map = SchemaType.Deduced.Map };
        _types["object"] = new SchemaType("object") { Map = SchemaType.Deduced.Map };
        _types["FieldsV1"] = new SchemaType("FieldsV1") { Map = SchemaType.Deduced.Map };
        _types["RawExtension"] = new SchemaType(LastTwo("RawExtension")) { Scalar = ScalarKind.Any, List = SchemaType.Whole.List, Map = SchemaType.Whole.Map };
    }

    /// <summary>The types of objects.</summary>
    public Dictionary<(string ApiVersion, string Kind), SchemaType> Roots { get; } = [];

    public static TypeTableReader Read(IEnumerable<string> lines)
    {
        var reader = new TypeTableReader();
        foreach (var line in lines)
        {
            if (line[0] == '@')
                reader.ReadRoot(line.Split(' '));
            else
                reader.ReadType(line);
        }

        return reader;
    }

    /// <summary>A type by its name in the table; made empty when its line comes later.</summary>
    public SchemaType Named(string name)
    {
        if (!_types.TryGetValue(name, out var type))
            _types[name] = type = new SchemaType(LastTwo(name));
        return type;
    }

    private void ReadRoot(string[] words) => Roots[(words[1], words[2])] = Named(words[3]);

    private void ReadType(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var head = line[..colon].Split(' ');
        var type = Named(head[0]);
        var body = line[(colon + 2)..];
        if (body.StartsWith("= ", StringComparison.Ordinal))
        {
            var alias = Expression(body[2..]);
            (type.Scalar, type.List, type.Map) = (alias.Scalar, alias.List, alias.Map);
            return;
        }

        var plain = PlainFields(head[0][(head[0].LastIndexOf('.') + 1)..]).ToHashSet(StringComparer.Ordinal);
        var fields = body.Split(", ").Select(ReadField)
            .ToDictionary(f => f.Name, f => f with { IsPlain = !f.IsAlwaysWritten && plain.Contains(f.Name) }, StringComparer.Ordinal);
        type.Map = new MapShape { Fields = fields, IsAtomic = head is [_, "atomic"] };
    }

    // A scalar that protobuf writes even when empty is no pointer in Go.
    private static IEnumerable<string> PlainFields(string message) => !ProtobufSchema.Has(message)
        ? []
        : ProtobufSchema.Fields(message).SelectMany(f => f.IsInline
            ? PlainFields(f.TypeName)
            : f is { IsAlwaysWritten: true, Kind: ProtobufKind.String or ProtobufKind.Bool or ProtobufKind.Integer } ? [f.Name] : Array.Empty<string>());

    private SchemaField ReadField(string text)
    {
        var words = text.Split(' ');
        var options = words[2..].Select(w => w.Split('=', 2)).ToDictionary(w => w[0], w => w.Length > 1 ? w[1] : "", StringComparer.Ordinal);
        var keys = options.GetValueOrDefault("key")?.Split(',') ?? [];
        var isSet = options.ContainsKey("set");
        var type = words[1].StartsWith("[]", StringComparison.Ordinal)
            ? new SchemaType(GoName(words[1])) { List = new ListShape(Expression(words[1][2..])) { IsAssociative = isSet || keys.Length > 0, Keys = [.. keys] } }
            : Expression(words[1]);
        if (options.ContainsKey("atomic"))
            type = type.AsMap(atomic: true);
        var patch = options.GetValueOrDefault("patch", isSet || keys.Length > 0 ? "merge:" + (keys.Length > 0 ? keys[0] : "") : "").Split(':');
        var always = words[0].EndsWith('!');
        var fallback = options.TryGetValue("default", out var json) ? JsonNode.Parse(json) : always ? TypedObject.Empty(type) : null;
        return new SchemaField(words[0].TrimEnd('!'), type, always, fallback, patch[0], patch.Length > 1 ? patch[1] : "")
        {
            Since = options.TryGetValue("since", out var minor) ? (KubernetesVersion)int.Parse(minor, CultureInfo.InvariantCulture) : KubernetesVersion.V1_25,
        };
    }

    private SchemaType Expression(string text)
    {
        if (text.StartsWith("[]", StringComparison.Ordinal))
            return new SchemaType(GoName(text)) { List = new ListShape(Expression(text[2..])) };
        return text.StartsWith("{}", StringComparison.Ordinal)
            ? new SchemaType(GoName(text)) { Map = new MapShape { Element = Expression(text[2..]) } }
            : Named(text);
    }

    private static string GoName(string text) => text switch
    {
        ['[', ']', .. var element] => "[]" + GoName(element),
        ['{', '}', .. var element] => "map[string]" + GoName(element),
        _ => LastTwo(text),
    };

    private static string LastTwo(string name) => name switch
    {
        "bytes" => "[]uint8",
        "double" => "float64",
        "Time" or "MicroTime" => "v1." + name,
        "Quantity" => "resource.Quantity",
        "IntOrString" => "intstr.IntOrString",
        "RawExtension" => "runtime.RawExtension",
        _ when name.StartsWith("meta.", StringComparison.Ordinal) => "v1." + name[5..],
        _ => string.Join('.', name.Split('.').TakeLast(2)),
    };
}
