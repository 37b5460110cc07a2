using System.Buffers.Text;
using System.Text;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class EncodingFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("base64.encode", "s", a => Arg.Of(Convert.ToBase64String(Bytes(a[0]))));
        list.Add("base64.decode", "s", a => Decoded(Arg.Text(a[0]), s => Convert.FromBase64String(s)));
        list.Add("base64.is_valid", "*", a => Arg.Of(a[0] is RegoString text && Decoded(text.Value, s => Convert.FromBase64String(s)) is RegoString));
        list.Add("base64url.encode", "s", a => Arg.Of(Url(Bytes(a[0])) is var text ? text + new string('=', (4 - (text.Length % 4)) % 4) : ""));
        list.Add("base64url.encode_no_pad", "s", a => Arg.Of(Url(Bytes(a[0]))));
        list.Add("base64url.decode", "s", a => Decoded(Arg.Text(a[0]), s => Base64Url.DecodeFromChars(s.TrimEnd('='))));
        list.Add("hex.encode", "s", a => Arg.Of(Convert.ToHexStringLower(Bytes(a[0]))));
        list.Add("hex.decode", "s", a => Decoded(Arg.Text(a[0]), s => Convert.FromHexString(s)));
        list.Add("urlquery.encode", "s", a => Arg.Of(QueryEncoded(Arg.Text(a[0]))));
        list.Add("urlquery.decode", "s", a => QueryDecoded(Arg.Text(a[0])) is { } text ? Arg.Of(text) : Arg.Fail("invalid URL escape"));
        list.Add("urlquery.encode_object", "o", a => QueryObject((RegoObject)a[0]));
        list.Add("urlquery.decode_object", "s", a => FromQuery(Arg.Text(a[0])));
    }

    private static byte[] Bytes(RegoValue value) => Encoding.UTF8.GetBytes(Arg.Text(value));

    private static string Url(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static RegoValue Decoded(string text, Func<string, byte[]> decode)
    {
        try
        {
            return Arg.Of(Encoding.UTF8.GetString(decode(text)));
        }
        catch (FormatException)
        {
            return Arg.Fail("illegal data");
        }
    }

    private static string QueryEncoded(string text)
    {
        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
                encoded.Append((char)b);
            else if (b == ' ')
                encoded.Append('+');
            else
                encoded.Append('%').Append(b.ToString("X2"));
        }

        return encoded.ToString();
    }

    private static string? QueryDecoded(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i] == '+' ? " " : text[i].ToString()));
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return null;
            bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static RegoValue QueryObject(RegoObject table)
    {
        var pairs = new List<string>();
        for (var i = 0; i < table.Count; i++)
        {
            string[]? values = table.Values[i] is RegoString one ? [one.Value] : table.Values[i] is RegoArray or RegoSet ? Arg.Texts(table.Values[i]) : null;
            if (table.Keys[i] is not RegoString key || values is null)
                return Arg.WrongType("urlquery.encode_object: values must be strings");
            pairs.AddRange(values.Select(v => $"{QueryEncoded(key.Value)}={QueryEncoded(v)}"));
        }

        return Arg.Of(string.Join('&', pairs));
    }

    private static RegoValue FromQuery(string query)
    {
        var values = new Dictionary<RegoValue, List<RegoValue>>();
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            if (QueryDecoded(parts[0]) is not { } key || QueryDecoded(parts.Length > 1 ? parts[1] : "") is not { } value)
                return Arg.Fail("invalid URL escape");
            var name = Arg.Of(key);
            if (!values.TryGetValue(name, out var list))
                values[name] = list = [];
            list.Add(Arg.Of(value));
        }

        return RegoObject.Of([.. values.Select(v => KeyValuePair.Create(v.Key, (RegoValue)new RegoArray([.. v.Value])))]);
    }
}
