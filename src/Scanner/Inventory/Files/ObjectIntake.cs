using System.Collections.Immutable;
using System.Text.Json;
using Scanner.ApiServer.Wire;
using Scanner.Core;

namespace Scanner.Inventory.Files;

/// <summary>
/// Takes what files hold as it is met, each object as JSON. Lists are taken apart. What is no object becomes a problem and leaves the others
/// alone.
/// </summary>
internal abstract class ObjectIntake
{
    private readonly ObjectHeaderReader _headers = new();
    private readonly List<InputProblem> _problems = [];

    /// <summary>In the order in which they were met.</summary>
    public ImmutableArray<InputProblem> Problems => [.. _problems];

    /// <param name="text">Made one line.</param>
    public void Problem(Place place, string text) => _problems.Add(new InputProblem(place, PlainText.OneLine(text)));

    /// <param name="json">One object, valid JSON.</param>
    /// <param name="listed">What an object of a typed list is, which does not say so itself; null elsewhere.</param>
    public virtual void Add(ReadOnlySpan<byte> json, ObjectType? listed, Place place)
    {
        if (json is [] || json[0] != '{')
        {
            Problem(place, "is not a Kubernetes object: a map with apiVersion, kind and metadata is expected");
            return;
        }

        ObjectHeader header;
        try
        {
            header = Read(_headers, json);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            Problem(place, $"the object: {Describe(e, json)}");
            return;
        }

        var type = header.Kind.Length > 0 || listed is null ? new ObjectType(header.ApiVersion, header.Kind) : listed.Value;
        if ((header.HasItems || type.Kind == "List") && new ObjectList(this, place).AddAll(json))
            return;
        // A list without items is an empty one. Kinds of objects may end in List too, but every object has a name.
        if (type is { ApiVersion.Length: > 0 } && type.Kind.EndsWith("List", StringComparison.Ordinal) && header is { Name.Length: 0, GenerateName.Length: 0 })
            return;
        if (type.Kind.Length == 0 || type.ApiVersion.Length == 0)
            Problem(place, $"is not a Kubernetes object: it has no {(type.Kind.Length == 0 ? "kind" : "apiVersion")}");
        else
            Take(json, type, header, place);
    }

    /// <param name="json">An object that says what it is, or whose list does.</param>
    protected abstract void Take(ReadOnlySpan<byte> json, ObjectType type, ObjectHeader header, Place place);

    // The middle two are of Utf8JsonReader: for what a reader reads by itself, and for escapes that spell no text.
    protected static bool IsUnreadable(Exception e) => e is WireFormatException or JsonException or InvalidOperationException or FormatException;

    protected static string Describe(Exception e, ReadOnlySpan<byte> json)
    {
        if (e is not WireFormatException { Position: { } position, Problem: { } problem })
            return e is WireFormatException ? e.Message : $"holds a text that is not Unicode ({e.Message})";
        var path = JsonText.PathAt(json, position);
        return $"{(path.Length > 0 ? path : "it")} {problem}";
    }

    protected static T Read<T>(IObjectReader<T> reader, ReadOnlySpan<byte> json)
    {
        var wire = new JsonWireReader(json);
        return reader.Read(ref wire);
    }
}
