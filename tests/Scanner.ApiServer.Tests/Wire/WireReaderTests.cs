using System.Text;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Tests.Wire;

public sealed class WireReaderTests
{
    private static readonly Fields<OuterField> s_outer = new(OuterField.Labels);
    private static readonly OneField s_itemName = new(1, "name");
    private static readonly Fields<WrapperField> s_wrapper = new(WrapperField.Message, s_outer);

    private enum WrapperField
    {
        Message = 1,
        Tag = 2,
    }

    private enum OuterField
    {
        Name = 1,
        Items = 2,
        On = 3,
        Labels = 4,
        When = 5,
        Count = 6,
    }

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
    [InlineData("0c")]
    [InlineData("0e")]
    [InlineData("7b7c")]
    [InlineData("00")]
    [InlineData("0200")]
    [InlineData("0700")]
    [InlineData("8a8080808001")]
    [InlineData("8a80808080010161")]
    [InlineData("f8ffffffff0100")]
    [InlineData("f8ffffffffffffffff0100")]
    [InlineData("0affffffffffffffffff01")]
    [InlineData("0affffffff0f")]
    [InlineData("0a8080808008")]
    [InlineData("18ffffffffffffffffff02")]
    [InlineData("18ffffffffffffffffff7f")]
    [InlineData("18ffffffffffffffffffff01")]
    [InlineData("1880")]
    [InlineData("1a0161")]
    [InlineData("19010000000000000000")]
    [InlineData("320161")]
    [InlineData("0801")]
    [InlineData("1001")]
    [InlineData("2001")]
    [InlineData("2a020a00")]
    [InlineData("2a0b08ffffffffffffffff7f")]
    [InlineData("22030a0561")]
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
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"labels\":{\"\\ud800\":\"\"}}")]
    [InlineData("{\"labels\":{\"a\":{}}}")]
    [InlineData("{\"labels\":{\"a\":1}}")]
    [InlineData("{\"labels\":[1]}")]
    [InlineData("{\"items\":[[{}]]}")]
    [InlineData("{\"on\":0}")]
    [InlineData("{\"count\":9223372036854775808}")]
    [InlineData("{\"count\":1e999}")]
    [InlineData("{\"when\":5}")]
    [InlineData("{\"when\":\"0001-01-01T00:00:00+14:00\"}")]
    [InlineData("{\"other\":nul}")]
    [InlineData("{\"other\":[1,}")]
    public void Json_BrokenText_IsAFormatError(string json)
    {
        var error = Assert.Throws<WireFormatException>(() =>
        {
            var reader = new JsonWireReader(Encoding.UTF8.GetBytes(json));
            Print(ref reader);
        });
        Assert.NotEqual("", error.Message);
    }

    [Fact]
    public void Json_BytesThatAreNoUtf8_AreAFormatError() =>
        Assert.Throws<WireFormatException>(() =>
        {
            var reader = new JsonWireReader([.. "{\"name\":\""u8, 0xff, .. "\"}"u8]);
            Print(ref reader);
        });

    /// <summary>Protobuf keeps in a message what JSON writes beside the other fields; repeated, and with a null between, it reads the same.</summary>
    [Fact]
    public void InlinedMessage_InEitherEncoding_IsReadTheSame()
    {
        var json = new JsonWireReader("""{"tag":"t","name":"n","items":[{"name":"a"},null,{"name":"b"}],"message":{"name":"no"},"on":null,"count":3}"""u8);
        Assert.Equal("t|n |[a][b]||3 |", PrintInlined(ref json));
        var protobuf = new ProtobufWireReader([0x12, 1, (byte)'t', 0x0a, 15, 0x0a, 1, (byte)'n', 0x12, 3, 0x0a, 1, (byte)'a', 0x12, 3, 0x0a, 1, (byte)'b', 0x30, 3]);
        Assert.Equal("t|n [a][b]3 |", PrintInlined(ref protobuf));
    }

    [Fact]
    public void Fields_TwoLevelsOfInlining_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new Fields<WrapperField>(WrapperField.Message, s_wrapper));

    [Fact]
    public void Reader_Copied_ReadsTheSameObjectAgain()
    {
        var reader = new JsonWireReader("""{"items":[{"name":"a"}],"name":"x"}"""u8);
        var again = reader;
        Assert.Equal(Print(ref reader), Print(ref again));
    }

    private static string PrintInlined<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var text = new StringBuilder();
        var scope = reader.Enter();
        while (reader.Next(s_wrapper, out var field))
        {
            text.Append(field switch
            {
                WrapperField.Message => Print(ref reader),
                WrapperField.Tag => reader.ReadString(),
                _ => throw FieldTable.Unread(field),
            }).Append('|');
        }

        reader.Leave(scope);
        return text.ToString();
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
                case OuterField.Name:
                    text.Append(reader.ReadString()).Append(' ');
                    break;
                case OuterField.Items:
                    text.Append('[').Append(Name(ref reader)).Append(']');
                    break;
                case OuterField.On:
                    text.Append(reader.ReadBool() ? "on " : "off ");
                    break;
                case OuterField.Labels:
                    reader.ReadMapEntry(out var key, out var value);
                    text.Append(Encoding.UTF8.GetString(key)).Append('=').Append(Encoding.UTF8.GetString(value)).Append(';');
                    break;
                case OuterField.When:
                    text.Append(reader.ReadTime().ToString("s")).Append(' ');
                    break;
                case OuterField.Count:
                    text.Append(reader.ReadInt64()).Append(' ');
                    break;
                default:
                    throw FieldTable.Unread(field);
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
        while (reader.Next(s_itemName))
            name = reader.ReadString();
        reader.Leave(scope);
        return name;
    }
}
