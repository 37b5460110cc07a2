using System.Text;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Wire;
using Scanner.Fixtures;

namespace Scanner.Tests.Mutations;

/// <summary>What real servers answered, in pieces that are small enough to be read a million times.</summary>
internal static class Recordings
{
    private const int LargestPiece = 8 * 1024;

    private static readonly OneField s_items = new(2, "items");

    /// <summary>Objects, short lists, answers, and events of watches.</summary>
    public static List<byte[]> Json()
    {
        var pieces = new HashSet<string>();
        foreach (var file in Fixture.Files("*.json", "recordings"))
            AddPieces(JsonNode.Parse(File.ReadAllText(file)), pieces);
        return [.. pieces.Order(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Objects and short lists, without the envelope.</summary>
    public static List<byte[]> Protobuf()
    {
        var pieces = new List<byte[]>();
        foreach (var file in Fixture.Files("*.pb", "recordings").Where(f => !IsWatch(f)))
        {
            var body = Envelope.Open(File.ReadAllBytes(file), out var kind);
            Add(body, pieces);
            if (!kind.EndsWith("List", StringComparison.Ordinal))
                continue;
            var list = new ProtobufWireReader(body);
            list.Enter();
            while (list.Next(s_items))
                Add(list.ReadUtf8(), pieces);
        }

        return pieces;
    }

    /// <summary>Whole bodies, with the envelope.</summary>
    public static List<byte[]> Bodies() =>
        [.. Fixture.Files("*.pb", "recordings").Where(f => !IsWatch(f)).Select(File.ReadAllBytes).Where(b => b.Length <= LargestPiece)];

    /// <summary>A watch as it comes: events, each after its length.</summary>
    public static List<byte[]> Streams() => [.. Fixture.Files("*.pb", "recordings").Where(IsWatch).Select(File.ReadAllBytes)];

    private static bool IsWatch(string file) => Path.GetFileName(file).StartsWith("watch", StringComparison.Ordinal);

    private static void Add(ReadOnlySpan<byte> piece, List<byte[]> pieces)
    {
        if (piece.Length is > 0 and <= LargestPiece)
            pieces.Add(piece.ToArray());
    }

    // Bodies lie deep in the recorded exchanges, objects in lists: every map of some size is a piece.
    private static void AddPieces(JsonNode? node, HashSet<string> pieces)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                AddPieces(item, pieces);
        }
        else if (node is JsonObject map)
        {
            if ((map.ContainsKey("kind") || map.ContainsKey("metadata") || map.ContainsKey("object") || map.ContainsKey("gitVersion"))
                && map.ToJsonString() is { Length: <= LargestPiece } text)
            {
                pieces.Add(text);
            }

            foreach (var (_, value) in map)
                AddPieces(value, pieces);
        }
    }
}
