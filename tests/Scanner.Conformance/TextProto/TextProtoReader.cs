using System.Globalization;
using System.Text;

namespace Scanner.Conformance.TextProto;

/// <summary>
/// Reads the text format of protocol buffers without knowing the schema. Source: https://protobuf.dev/reference/protobuf/textformat-spec.
/// </summary>
internal sealed class TextProtoReader(string text)
{
    private int _at;

    public static ProtoMessage Read(string text) => new TextProtoReader(text).Message('\0');

    private ProtoMessage Message(char end)
    {
        var message = new ProtoMessage();
        while (true)
        {
            SkipBlanks();
            if (_at >= text.Length)
                return end == '\0' ? message : throw Broken("a message is not ended");
            if (text[_at] == end)
            {
                _at++;
                return message;
            }

            if (text[_at] is ',' or ';')
                _at++;
            else
                Field(message);
        }
    }

    private void Field(ProtoMessage message)
    {
        var name = Word();
        SkipBlanks();
        if (text[_at] == ':')
            _at++;
        SkipBlanks();
        if (text[_at] != '[')
        {
            message.Add(name, Value());
            return;
        }

        _at++;
        for (SkipBlanks(); text[_at] != ']'; SkipBlanks())
        {
            if (text[_at] == ',')
                _at++;
            else
                message.Add(name, Value());
        }

        _at++;
    }

    private object Value()
    {
        switch (text[_at])
        {
            case '{':
                _at++;
                return Message('}');
            case '<':
                _at++;
                return Message('>');
            case '"' or '\'':
                return Texts();
            default:
                return Word();
        }
    }

    /// <summary>A name, a number or the name of an extension in brackets.</summary>
    private string Word()
    {
        var start = _at;
        if (text[_at] == '[')
            _at = text.IndexOf(']', _at) + 1;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '+' or '.'))
            _at++;
        return _at > start ? text[start.._at] : throw Broken($"'{text[_at]}' is no name and no value");
    }

    private byte[] Texts()
    {
        var bytes = new List<byte>();
        while (_at < text.Length && (text[_at] is '"' or '\''))
        {
            Quoted(bytes);
            SkipBlanks();
        }

        return [.. bytes];
    }

    private void Quoted(List<byte> bytes)
    {
        var quote = text[_at++];
        while (text[_at] != quote)
        {
            if (text[_at] == '\\')
            {
                Escape(bytes);
                continue;
            }

            var rune = Rune.GetRuneAt(text, _at);
            bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
            _at += rune.Utf16SequenceLength;
        }

        _at++;
    }

    private void Escape(List<byte> bytes)
    {
        var c = text[++_at];
        _at++;
        switch (c)
        {
            case 'x' or 'X':
                bytes.Add((byte)Digits(2, 16, char.IsAsciiHexDigit));
                break;
            case 'u' or 'U':
                bytes.AddRange(Encoding.UTF8.GetBytes(char.ConvertFromUtf32(Digits(c == 'u' ? 4 : 8, 16, char.IsAsciiHexDigit))));
                break;
            case >= '0' and <= '7':
                _at--;
                bytes.Add((byte)Digits(3, 8, d => d is >= '0' and <= '7'));
                break;
            default:
                var index = "abfnrtv".IndexOf(c, StringComparison.Ordinal);
                bytes.Add((byte)(index < 0 ? c : "\a\b\f\n\r\t\v"[index]));
                break;
        }
    }

    private int Digits(int most, int radix, Func<char, bool> isDigit)
    {
        var value = 0;
        for (var i = 0; i < most && isDigit(text[_at]); i++, _at++)
            value = (value * radix) + int.Parse(text.AsSpan(_at, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return value;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || text[_at] == '#'))
        {
            if (text[_at] == '#')
                _at = text.IndexOf('\n', _at) is >= 0 and var line ? line : text.Length;
            else
                _at++;
        }
    }

    private FormatException Broken(string why) => new($"line {text.AsSpan(0, _at).Count('\n') + 1}: {why}");
}
