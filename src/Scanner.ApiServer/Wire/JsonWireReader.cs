using System.Globalization;
using System.Text.Json;

namespace Scanner.ApiServer.Wire;

/// <summary>Reads JSON with the field numbers of the protobuf form; arrays and maps appear element by element.</summary>
public ref struct JsonWireReader : IWireReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _json;
    private ReadOnlySpan<byte> _mapKey;

    // The repeated field whose elements are being read, and the token that ends them; 0 outside of one.
    private int _repeated;
    private JsonTokenType _repeatedEnd;

    /// <param name="json">One JSON object.</param>
    public JsonWireReader(ReadOnlySpan<byte> json)
    {
        _bytes = json;
        // Schemas of CustomResourceDefinitions, which are passed over, are deeper than the 64 levels of the default.
        _json = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
    }

    public long Enter()
    {
        if (_json.TokenType == JsonTokenType.None)
            Read();
        Expect(JsonTokenType.StartObject);
        var scope = (long)_repeated << 8 | (byte)_repeatedEnd;
        _repeated = 0;
        return scope;
    }

    public bool Next(FieldTable fields, out int field)
    {
        while (true)
        {
            Read();
            if (_repeated != 0)
            {
                if (_json.TokenType == _repeatedEnd)
                {
                    _repeated = 0;
                    continue;
                }

                field = _repeated;
                if (EnterElement())
                    return true;
                continue;
            }

            if (_json.TokenType == JsonTokenType.EndObject)
            {
                field = 0;
                return false;
            }

            Expect(JsonTokenType.PropertyName);
            field = fields.NumberOf(Utf8());
            Read();
            if (field == 0)
                _json.Skip();
            else if (_json.TokenType == JsonTokenType.StartArray)
                Repeat(field, JsonTokenType.EndArray);
            else if (_json.TokenType == JsonTokenType.StartObject && fields.IsMap(field))
                Repeat(field, JsonTokenType.EndObject);
            else if (_json.TokenType != JsonTokenType.Null)
                return true;
        }
    }

    public void Leave(long scope)
    {
        _repeated = (int)(scope >> 8);
        _repeatedEnd = (JsonTokenType)(byte)scope;
    }

    public void Skip() => _json.Skip();

    public string ReadString()
    {
        Expect(JsonTokenType.String);
        return _json.GetString()!;
    }

    public ReadOnlySpan<byte> ReadUtf8()
    {
        Expect(JsonTokenType.String);
        return Utf8();
    }

    public bool ReadBool() => _json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unexpected("true or false"),
    };

    public long ReadInt64()
    {
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var number))
            return number;
        throw Unexpected("a whole number");
    }

    public DateTimeOffset ReadTime()
    {
        var text = ReadString();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw Unexpected("an RFC 3339 time");
    }

    public void ReadMapEntry(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = _mapKey;
        value = ReadUtf8();
    }

    public ReadOnlySpan<byte> ReadRawJson()
    {
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return _bytes[start..(int)_json.BytesConsumed];
    }

    private void Repeat(int field, JsonTokenType end)
    {
        _repeated = field;
        _repeatedEnd = end;
    }

    // Stands on the next element of an array, or on the key of a map; false for a null, which is as good as absent.
    private bool EnterElement()
    {
        if (_repeatedEnd == JsonTokenType.EndObject)
        {
            _mapKey = Utf8();
            Read();
        }

        return _json.TokenType != JsonTokenType.Null;
    }

    private ReadOnlySpan<byte> Utf8()
    {
        if (!_json.ValueIsEscaped)
            return _json.ValueSpan;
        var unescaped = new byte[_json.ValueSpan.Length];
        return unescaped.AsSpan(0, _json.CopyString(unescaped));
    }

    private void Read()
    {
        if (!_json.Read())
            throw new WireFormatException("the JSON ends in the middle of an object");
    }

    private readonly void Expect(JsonTokenType type)
    {
        if (_json.TokenType != type)
            throw Unexpected(Name(type));
    }

    private readonly WireFormatException Unexpected(string wanted) =>
        new(_json.TokenStartIndex, $"is {Name(_json.TokenType)} where {wanted} should stand");

    private static string Name(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "a map",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "something else",
    };
}
