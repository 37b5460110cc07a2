using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Tests.Wire;

public sealed class WireReaderTests
{
    private static readonly FieldTable s_outer = new(maps: [4], (1, "name"), (2, "items"), (3, "on"), (4, "labels"), (5, "when"), (6, "count"));
    private static readonly FieldTable s_item = new((1, "name"));

    [Fact]
    public void Json_RepeatedFieldsAndMaps_AppearElementByElement()
    {
        var reader = new JsonWireReader("""
            {"other":{"items":[1,{"name":"no"}]},"items":[{"name":"a","deep":[[1]]},null,{"name":"b"},{}],
             "labels":{"k":"v","\u0041":"\"q\""},"name":"top","on":true,"count":-7,"when":"2026-11-22T10:38:40Z","name2":null}
            """u8);
        Assert.Equal("[a][b][]k=v;A=\"q\";top on -7 2026-11-22T10:38:40 ", Print(ref reader));
    }

    [Fact]
    public void Protobuf_SameObject_ReadsTheSame()
    {
        byte[] bytes =
        [
            0x12, 0x03, 0x0a, 0x01, (byte)'a', 0x12, 0x03, 0x0a, 0x01, (byte)'b', 0x12, 0x00,
            0x22, 0x06, 0x0a, 0x01, (byte)'k', 0x12, 0x01, (byte)'v',
            0x7a, 0x01, 0x00, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x7d, 1, 2, 3, 4,
            0x0a, 0x03, (byte)'t', (byte)'o', (byte)'p', 0x18, 0x01,
            0x30, 0xf9, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01,
            0x2a, 0x06, 0x08, 0x80, 0xae, 0x96, 0xcb, 0x06,
        ];
        var reader = new ProtobufWireReader(bytes);
        Assert.StartsWith("[a][b][]k=v;top on -7 ", Print(ref reader), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0a05616263")]
    [InlineData("0affffffff7f")]
    [InlineData("12030a05")]
    [InlineData("ffffffffffffffffffffff01")]
    [InlineData("7d0102")]
    [InlineData("0b")]
    public void Protobuf_BrokenBytes_IsAFormatError(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Throws<WireFormatException>(() =>
        {
            var reader = new ProtobufWireReader(bytes);
            Print(ref reader);
        });
    }

    [Theory]
    [InlineData("{\"name\":")]
    [InlineData("{\"name\":1}")]
    [InlineData("{\"items\":[1]}")]
    [InlineData("[]")]
    [InlineData("{\"when\":\"yesterday\"}")]
    [InlineData("{\"count\":1.5}")]
    [InlineData("")]
    public void Json_BrokenText_IsAFormatError(string json)
    {
        var error = Record.Exception(() =>
        {
            var reader = new JsonWireReader(Encoding.UTF8.GetBytes(json));
            Print(ref reader);
        });
        Assert.True(error is WireFormatException or JsonException, error?.ToString());
    }

    [Fact]
    public void Reader_Copied_ReadsTheSameObjectAgain()
    {
        var reader = new JsonWireReader("""{"items":[{"name":"a"}],"name":"x"}"""u8);
        var again = reader;
        Assert.Equal(Print(ref reader), Print(ref again));
    }

    private static string Print<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var text = new StringBuilder();
        var scope = reader.Enter();
        while (reader.Next(s_outer, out var field))
        {
            switch (field)
            {
                case 1:
                    text.Append(reader.ReadString()).Append(' ');
                    break;
                case 2:
                    text.Append('[').Append(Name(ref reader)).Append(']');
                    break;
                case 3:
                    text.Append(reader.ReadBool() ? "on " : "off ");
                    break;
                case 4:
                    reader.ReadMapEntry(out var key, out var value);
                    text.Append(Encoding.UTF8.GetString(key)).Append('=').Append(Encoding.UTF8.GetString(value)).Append(';');
                    break;
                case 5:
                    text.Append(reader.ReadTime().ToString("s")).Append(' ');
                    break;
                default:
                    text.Append(reader.ReadInt64()).Append(' ');
                    break;
            }
        }

        reader.Leave(scope);
        return text.ToString();
    }

    private static string Name<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var name = "";
        var scope = reader.Enter();
        while (reader.Next(s_item, out _))
            name = reader.ReadString();
        reader.Leave(scope);
        return name;
    }
}
