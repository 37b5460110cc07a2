using System.Globalization;
using System.Text.Json;

namespace Scanner.ApiServer.Wire;

/// <summary>Reads JSON with the field numbers of the protobuf form; arrays and maps appear element by element.</summary>
public ref struct JsonWireReader : IWireReader
{
    /// <summary>Deeper than the schemas of CustomResourceDefinitions, which pass the 64 levels of the default.</summary>
    internal const int MaxDepth = 512;

    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _json;
    private ReadOnlySpan<byte> _mapKey;

    // The repeated field whose elements are being read, and the token that ends them; 0 outside of one.
    private int _repeated;
    private JsonTokenType _repeatedEnd;
    private Inlining _inlining;

    /// <param name="json">One JSON object.</param>
    public JsonWireReader(ReadOnlySpan<byte> json)
    {
        _bytes = json;
        _json = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    private enum Inlining : byte
    {
        /// <summary>An object of its own is being read.</summary>
        None,

        /// <summary>Stands on the name of a field that protobuf keeps in a message; <see cref="Enter"/> comes next.</summary>
        Found,

        /// <summary>That message was entered; its one field is read next.</summary>
        Entered,

        /// <summary>Its one field was given out; what follows belongs to the object around.</summary>
        Given,
    }

    public long Enter()
    {
        if (_json.TokenType == JsonTokenType.None)
            Read();
        var inlining = Inlining.None;
        if (_inlining == Inlining.Found)
            (_inlining, inlining) = (Inlining.None, Inlining.Entered);
        else
            Expect(JsonTokenType.StartObject);
        var scope = (long)_repeated << 16 | (long)_repeatedEnd << 8 | (long)_inlining;
        (_repeated, _inlining) = (0, inlining);
        return scope;
    }

    public bool Next<TField>(Fields<TField> fields, out TField field)
        where TField : struct, Enum
    {
        var number = NextNumber(fields);
        field = Fields<TField>.FieldOf(number);
        return number != 0;
    }

    public bool Next(OneField field) => NextNumber(field) != 0;

    public void Leave(long scope)
    {
        _repeated = (int)(scope >> 16);
        _repeatedEnd = (JsonTokenType)(byte)(scope >> 8);
        _inlining = (Inlining)(byte)scope;
        if (_json.CurrentDepth == 0 && Advance())
            throw new WireFormatException("the JSON goes on behind its object");
    }

    public void Skip()
    {
        if (_inlining == Inlining.Found)
        {
            _inlining = Inlining.None;
            Read();
        }

        SkipValue();
    }

    public readonly bool TryPeekEncoding(out ReadOnlySpan<byte> encoding)
    {
        encoding = default;
        return false;
    }

    public string ReadString()
    {
        Expect(JsonTokenType.String);
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw NotUnicode(e);
        }
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
        SkipValue();
        return _bytes[start..(int)_json.BytesConsumed];
    }

    // The number of the next wanted field, or 0 at the end of the object.
    private int NextNumber(FieldTable fields)
    {
        while (true)
        {
            if (_repeated == 0 && _inlining == Inlining.Given)
                return 0;
            if (_inlining == Inlining.Entered)
                _inlining = Inlining.Given;
            else
                Read();
            if (_repeated != 0)
            {
                if (_json.TokenType == _repeatedEnd)
                    _repeated = 0;
                else if (EnterElement())
                    return _repeated;
                continue;
            }

            if (_json.TokenType == JsonTokenType.EndObject)
                return 0;
            Expect(JsonTokenType.PropertyName);
            if (EnterField(fields) is var number and not 0)
                return number;
        }
    }

    // Goes from a name to its value; 0 when the value is not wanted, or is to be read element by element.
    private int EnterField(FieldTable fields)
    {
        var name = Utf8();
        var field = fields.NumberOf(name);
        if (field == 0 && fields.Inlined is { } inlined && inlined.NumberOf(name) != 0)
        {
            _inlining = Inlining.Found;
            return fields.InlinedField;
        }

        Read();
        if (field == 0)
            SkipValue();
        else if (_json.TokenType == JsonTokenType.StartArray)
            Repeat(field, JsonTokenType.EndArray);
        else if (_json.TokenType == JsonTokenType.StartObject && fields.IsMap(field))
            Repeat(field, JsonTokenType.EndObject);
        else if (_json.TokenType != JsonTokenType.Null)
            return field;
        return 0;
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
        try
        {
            return unescaped.AsSpan(0, _json.CopyString(unescaped));
        }
        catch (InvalidOperationException e)
        {
            throw NotUnicode(e);
        }
    }

    private void Read()
    {
        if (!Advance())
            throw new WireFormatException("the JSON ends in the middle of an object");
    }

    private bool Advance()
    {
        try
        {
            return _json.Read();
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    private void SkipValue()
    {
        try
        {
            _json.Skip();
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    private static WireFormatException NotJson(JsonException e) => new($"it is not JSON: {e.Message}", e);

    // An escape can spell half of a character, and bytes can be no UTF-8 at all.
    private readonly WireFormatException NotUnicode(Exception e) => new(_json.TokenStartIndex, "is a text that is not Unicode", e);

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
