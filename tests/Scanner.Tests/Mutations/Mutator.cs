using System.Text;
using System.Text.Json;

namespace Scanner.Tests.Mutations;

/// <summary>Damages recorded bytes. The same seed damages in the same way.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> others)
{
    /// <summary>What protobuf must not hold: numbers and tags too long, field 0, groups, lengths beyond the end, below zero and of the largest size.</summary>
    private static readonly byte[][] s_protobuf =
    [
        [.. Enumerable.Repeat((byte)0xff, 9), 0x01], [.. Enumerable.Repeat((byte)0xff, 9), 0x7f], [.. Enumerable.Repeat((byte)0xff, 12)],
        [0x80, 0x80, 0x80, 0x80, 0x10], [0x8a, 0x80, 0x80, 0x80, 0x80, 0x01, 0x00], [0xf8, 0xff, 0xff, 0xff, 0xff, 0x01], [0x00], [0x02, 0x00], [0x07],
        [0x0b], [0x0c], [0x13, 0x0a], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x07], [0x12, 0x80, 0x80, 0x80, 0x80, 0x08],
        [0x0a, .. Enumerable.Repeat((byte)0xff, 9), 0x01], [0x08, 0x80], [0x0d, 0x01], [0x09, 0x01], [0x0a, 0x02, 0xff, 0xfe], [0x80, 0x00], [0x0a, 0x80, 0x00],
    ];

    /// <summary>Values that mean something else than what stood there, or nothing.</summary>
    private static readonly byte[][] s_json =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "1.5", "1e999", "99999999999999999999", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[]]", "{\"a\":null}", "[1,{}]",
            "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"k:{\\\"name\\\":1}\"", "\"2026-11-22T10:38:40Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"",
            "\"\\q\"", "\"", "\\", "{", "}", "[", "]", ",", ":", "nul", "--1", "01", "/**/", "{\"name\":1,\"name\":2}", "{\"metadata\":null}", "{}{}",
        }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xff, 0xfe, (byte)'"'], [(byte)'"', 0xc3, (byte)'"'], [0xef, 0xbb, 0xbf], [0x00],
        Encoding.UTF8.GetBytes(new string('[', 600) + new string(']', 600)),
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 600)) + "1" + new string('}', 600)),
    ];

    private readonly Random _random = new(seed);

    public byte[] Protobuf(byte[] original) => Damage(original, s_protobuf);

    /// <summary>Half of the time a value gives way to another, so that the result is JSON for most.</summary>
    public byte[] Json(byte[] original)
    {
        if (_random.Next(2) == 0)
            return Damage(original, s_json);
        var values = Values(original);
        var (start, end) = values[_random.Next(values.Count)];
        var value = _random.Next(3) == 0 && values[_random.Next(values.Count)] is var (s, e) ? original[s..e] : Pick(s_json);
        return [.. original[..start], .. value, .. original[end..]];
    }

    private byte[] Damage(byte[] original, byte[][] snippets)
    {
        List<byte> bytes = [.. original];
        // Mostly one damage: behind the first that is noticed nothing is read.
        for (var again = true; again; again = _random.Next(4) == 0)
            DamageOnce(bytes, snippets);
        return [.. bytes];
    }

    private void DamageOnce(List<byte> bytes, byte[][] snippets)
    {
        var at = _random.Next(bytes.Count + 1);
        var rest = bytes.Count - at;
        switch (_random.Next(9))
        {
            case 0 when rest > 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when rest > 0:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(rest, _random.Next(1, 20)));
                break;
            case 3:
                bytes.RemoveRange(at, rest);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(rest, _random.Next(1, 60))));
                break;
            case 5:
                var other = others[_random.Next(others.Count)];
                var from = _random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, _random.Next(1, 200))).ToArray());
                break;
            case 6:
                var snippet = Pick(snippets);
                bytes.RemoveRange(at, Math.Min(rest, snippet.Length));
                bytes.InsertRange(at, snippet);
                break;
            default:
                bytes.InsertRange(at, Pick(snippets));
                break;
        }
    }

    private byte[] Pick(byte[][] snippets) => snippets[_random.Next(snippets.Length)];

    private static List<(int Start, int End)> Values(byte[] json)
    {
        var values = new List<(int, int)>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                continue;
            var start = (int)reader.TokenStartIndex;
            var end = (int)reader.BytesConsumed;
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                var whole = reader;
                whole.Skip();
                end = (int)whole.BytesConsumed;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                // With the name stands the colon.
                end = start + reader.ValueSpan.Length + 2;
            }

            values.Add((start, end));
        }

        return values;
    }
}
