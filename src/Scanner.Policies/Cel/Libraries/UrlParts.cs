using System.Text;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>An absolute URL or an absolute path, cut as Go's <c>net/url</c> cuts it.</summary>
internal sealed class UrlParts(string scheme, string host, string path, string query) : CelOpaque(OpaqueTypes.Url)
{
    private const string Unreserved = "-_.~$&+,/:;=@!'()*";

    public string Scheme => scheme;

    /// <summary>With port and brackets.</summary>
    public string Host => host;

    public string HostName => host.StartsWith('[') ? host[1..host.IndexOf(']', StringComparison.Ordinal)] : host.Split(':')[0];

    public string Port => host[(host.LastIndexOf(']') + 1)..] is var rest && rest.LastIndexOf(':') is >= 0 and var colon ? rest[(colon + 1)..] : "";

    public string EscapedPath => path;

    public override int Hash => HashCode.Combine(scheme, host, path);

    /// <summary>Null for what is no URL.</summary>
    public static UrlParts? Parse(string text)
    {
        if (text.Length == 0 || text.Any(c => c < ' ' || c == '\x7f'))
            return null;
        if (SchemeOf(text) is not { } scheme)
            return null;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0 && !HasValidEscapes(text[(hash + 1)..]))
            return null;
        var rest = (hash < 0 ? text : text[..hash])[(scheme.Length > 0 ? scheme.Length + 1 : 0)..];
        // Without a slash after the scheme it is opaque, as mailto: is; that is valid and has neither host nor path.
        if (!rest.StartsWith('/'))
            return scheme.Length > 0 && rest.Length > 0 ? new UrlParts(scheme.ToLowerInvariant(), "", "", TakeQuery(ref rest)) : null;
        var query = TakeQuery(ref rest);
        var host = "";
        if (rest.StartsWith("//", StringComparison.Ordinal) && (scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)))
        {
            var end = rest.IndexOf('/', 2);
            var authority = Authority(end < 0 ? rest[2..] : rest[2..end]);
            if (authority is null)
                return null;
            (host, rest) = (authority, end < 0 ? "" : rest[end..]);
        }

        return HasValidEscapes(rest) ? new UrlParts(scheme.ToLowerInvariant(), host, Escaped(rest), query) : null;
    }

    public CelTable Query()
    {
        var values = new Dictionary<string, List<string>>();
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? part : part[..equals];
            var value = equals < 0 ? "" : part[(equals + 1)..];
            if (part.Contains(';', StringComparison.Ordinal) || !HasValidEscapes(key) || !HasValidEscapes(value))
                continue;
            if (!values.TryGetValue(Unescaped(key), out var all))
                values.Add(Unescaped(key), all = []);
            all.Add(Unescaped(value));
        }

        return CelTable.Of([.. values.Select(v => (v.Key, (CelValue)CelList.OfStrings(v.Value)))]);
    }

    public override bool IsSameAs(CelOpaque other) => other.ToString() == ToString();

    public override string ToString() =>
        (scheme.Length > 0 ? scheme + ":" : "") + (host.Length > 0 ? "//" + host : "") + path + (query.Length > 0 ? "?" + query : "");

    /// <summary>Empty when there is none; null when what stands before a colon is no scheme.</summary>
    private static string? SchemeOf(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c))
                continue;
            if (char.IsAsciiDigit(c) || c is '+' or '-' or '.')
            {
                if (i == 0)
                    return "";
                continue;
            }

            return c != ':' ? "" : i == 0 ? null : text[..i];
        }

        return "";
    }

    private static string TakeQuery(ref string rest)
    {
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
            return "";
        var query = rest[(mark + 1)..];
        rest = rest[..mark];
        return query;
    }

    /// <summary>Host and port without the user; null when they are none.</summary>
    private static string? Authority(string text)
    {
        var at = text.LastIndexOf('@');
        if (at >= 0 && !IsUser(text[..at]))
            return null;
        var host = text[(at + 1)..];
        var port = host[(host.LastIndexOf(']') + 1)..];
        if (host.StartsWith('[') != host.Contains(']', StringComparison.Ordinal))
            return null;
        var colon = port.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0 && !port[(colon + 1)..].All(char.IsAsciiDigit))
            return null;
        if (host.StartsWith('[') && port.Length > 0 && colon != 0)
            return null;
        return host.Any(c => c is ' ' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '}' or '|') || !HasValidEscapes(host) ? null : host;
    }

    private static bool IsUser(string text) =>
        HasValidEscapes(text) && text.All(c => char.IsAsciiLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".Contains(c, StringComparison.Ordinal));

    private static bool HasValidEscapes(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return false;
        }

        return true;
    }

    private static string Escaped(string path)
    {
        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(path))
        {
            if (b < 128 && (char.IsAsciiLetterOrDigit((char)b) || b == '%' || Unreserved.Contains((char)b, StringComparison.Ordinal)))
                escaped.Append((char)b);
            else
                escaped.Append('%').Append(b.ToString("X2"));
        }

        return escaped.ToString();
    }

    private static string Unescaped(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
