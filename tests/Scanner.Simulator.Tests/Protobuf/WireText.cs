using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Scanner.Simulator.Tests.Protobuf;

/// <summary>Prints protobuf bytes without a schema, so that a failing comparison shows which field differs.</summary>
internal static class WireText
{
    public static string Describe(ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        Describe(body[4..], text, "");
        return text.ToString();
    }

    /// <summary>The frames of a watch: event type, and the object with its envelope.</summary>
    public static IEnumerable<(string Type, byte[] Object)> Frames(byte[] stream)
    {
        for (var at = 0; at < stream.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(stream.AsSpan(at));
            var fields = Fields(stream.AsSpan(at + 4, length)).ToArray();
            var raw = Fields(fields[1].Bytes).Single();
            yield return (Encoding.UTF8.GetString(fields[0].Bytes), raw.Bytes);
            at += 4 + length;
        }
    }

    private static void Describe(ReadOnlySpan<byte> message, StringBuilder text, string indent)
    {
        foreach (var (number, bytes, value) in Fields(message))
        {
            text.Append(indent).Append(number.ToString(CultureInfo.InvariantCulture));
            if (value is { } integer)
            {
                text.Append(' ').Append(integer.ToString(CultureInfo.InvariantCulture)).Append('\n');
            }
            else if (IsMessage(bytes))
            {
                text.Append('\n');
                Describe(bytes, text, indent + "  ");
            }
            else
            {
                text.Append(" \"").Append(Encoding.UTF8.GetString(bytes)).Append("\"\n");
            }
        }
    }

    private static bool IsMessage(byte[] bytes)
    {
        if (bytes.Length < 2 || bytes[0] >= 0x80 || bytes[0] < 8 || (bytes[0] & 7) is not (0 or 2))
            return false;
        try
        {
            return Fields(bytes).Count > 0;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
        catch (IndexOutOfRangeException)
        {
            return false;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static List<(int Number, byte[] Bytes, ulong? Value)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, byte[], ulong?)>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add((number, [], Varint(message, ref at)));
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    fields.Add((number, message.Slice(at, length).ToArray(), null));
                    at += length;
                    break;
                default:
                    throw new InvalidDataException("wire type");
            }
        }

        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
