using System.Text;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>cel-go's extension of strings, version 0 from Kubernetes 1.25 and version 2 from 1.29. Indices count code points.</summary>
internal static class StringFunctions
{
    public static void AddTo(FunctionList list, CelDialect dialect)
    {
        list.Add("string.charAt(int): string", a => CharAt(Arg.Text(a[0]), Arg.Int(a[1])));
        list.Add("string.indexOf(string): int", a => IndexOf(Arg.Text(a[0]), Arg.Text(a[1]), 0));
        list.Add("string.indexOf(string, int): int", a => IndexOf(Arg.Text(a[0]), Arg.Text(a[1]), Arg.Int(a[2])));
        list.Add("string.lastIndexOf(string): int", a => LastIndexOf(Arg.Text(a[0]), Arg.Text(a[1]), null));
        list.Add("string.lastIndexOf(string, int): int", a => LastIndexOf(Arg.Text(a[0]), Arg.Text(a[1]), Arg.Int(a[2])));
        list.Add("string.lowerAscii(): string", a => Arg.Text(MapAscii(Arg.Text(a[0]), char.IsAsciiLetterUpper, 32)));
        list.Add("string.upperAscii(): string", a => Arg.Text(MapAscii(Arg.Text(a[0]), char.IsAsciiLetterLower, -32)));
        list.Add("string.replace(string, string): string", a => Replace(Arg.Text(a[0]), Arg.Text(a[1]), Arg.Text(a[2]), -1));
        list.Add("string.replace(string, string, int): string", a => Replace(Arg.Text(a[0]), Arg.Text(a[1]), Arg.Text(a[2]), Arg.Int(a[3])));
        list.Add("string.split(string): list(string)", a => Split(Arg.Text(a[0]), Arg.Text(a[1]), -1));
        list.Add("string.split(string, int): list(string)", a => Split(Arg.Text(a[0]), Arg.Text(a[1]), Arg.Int(a[2])));
        list.Add("string.substring(int): string", a => Substring(Arg.Text(a[0]), Arg.Int(a[1]), null));
        list.Add("string.substring(int, int): string", a => Substring(Arg.Text(a[0]), Arg.Int(a[1]), Arg.Int(a[2])));
        list.Add("string.trim(): string", a => Arg.Text(Arg.Text(a[0]).Trim(s_blanks)));
        list.Add("list(string).join(): string", a => Join((CelList)a[0], ""));
        list.Add("list(string).join(string): string", a => Join((CelList)a[0], Arg.Text(a[1])));
        if (dialect.Minor < 29)
            return;
        var format = new TextFormat(dialect);
        list.Add("string.format(list(dyn)): string", a => format.Apply(Arg.Text(a[0]), (CelList)a[1]));
        list.Add("strings.quote(string): string", a => Arg.Text(Quoted.Write(Arg.Text(a[0]))));
        if (!dialect.IsKubernetes)
            list.Add("string.reverse(): string", a => Arg.Text(string.Concat(((CelString)a[0]).ToRunes().Reverse().Select(r => r.ToString()))));
    }

    /// <summary>White space of Unicode, as Go counts it: the byte order mark and the zero width space are none.</summary>
    private static readonly char[] s_blanks =
        [.. "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"];

    /// <summary>
    /// Where code point number <paramref name="index"/> starts in UTF-16; the length for the one after the last; null beyond.
    /// </summary>
    private static int? Offset(string text, long index)
    {
        var at = 0;
        for (long i = 0; i < index; i++)
        {
            if (at >= text.Length)
                return null;
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        }

        return index < 0 ? null : at;
    }

    private static long CodePoints(string text, int offset) => new CelString(text[..offset]).Length;

    private static CelError Range(long index) => new($"index out of range: {index}");

    private static CelValue CharAt(string text, long index) => Offset(text, index) switch
    {
        null => Range(index),
        { } at when at == text.Length => CelString.Empty,
        { } at => Arg.Text(Rune.GetRuneAt(text, at).ToString()),
    };

    private static CelValue IndexOf(string text, string sought, long from)
    {
        if (sought.Length == 0 && from >= 0 && Offset(text, from) is not null)
            return CelInt.Of(from);
        if (Offset(text, from) is not { } start)
            return from < 0 ? Range(from) : CelInt.Of(-1);
        var found = text.IndexOf(sought, start, StringComparison.Ordinal);
        return CelInt.Of(found < 0 ? -1 : CodePoints(text, found));
    }

    private static CelValue LastIndexOf(string text, string sought, long? from)
    {
        if (from is < 0)
            return Range(from.Value);
        if (from is { } limit && limit > CodePoints(text, text.Length))
            return CelInt.Of(-1);
        var last = from is { } at ? Offset(text, at)!.Value : text.Length;
        for (var start = Math.Min(last, text.Length - sought.Length); start >= 0; start--)
        {
            if (text.AsSpan(start).StartsWith(sought))
                return CelInt.Of(CodePoints(text, start));
        }

        return CelInt.Of(-1);
    }

    private static string MapAscii(string text, Func<char, bool> isChanged, int by) =>
        string.Create(text.Length, (text, isChanged, by), static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = from.isChanged(from.text[i]) ? (char)(from.text[i] + from.by) : from.text[i];
        });

    private static CelString Replace(string text, string old, string with, long most)
    {
        if (most == 0 || (old.Length == 0 && text.Length == 0 && with.Length == 0))
            return Arg.Text(text);
        var result = new StringBuilder();
        var at = 0;
        for (long count = 0; most < 0 || count < most; count++)
        {
            var found = old.Length == 0 ? AfterOne(count) : text.IndexOf(old, at, StringComparison.Ordinal);
            if (found < 0)
                break;
            result.Append(text, at, found - at).Append(with);
            at = found + old.Length;
        }

        return Arg.Text(result.Append(text, at, text.Length - at).ToString());

        // An empty text is found before each character and at the end.
        int AfterOne(long count) => count == 0 ? 0 : at >= text.Length ? -1 : at + Rune.GetRuneAt(text, at).Utf16SequenceLength;
    }

    private static CelList Split(string text, string separator, long most)
    {
        if (most == 0)
            return CelList.Empty;
        if (most == 1)
            return CelList.OfStrings([text]);
        var limit = most < 0 || most > int.MaxValue ? int.MaxValue : (int)most;
        if (separator.Length > 0)
            return CelList.OfStrings(text.Split(separator, limit));
        var characters = text.EnumerateRunes().Select(r => r.ToString()).ToList();
        if (characters.Count > limit)
            characters = [.. characters.Take(limit - 1), string.Concat(characters.Skip(limit - 1))];
        return CelList.OfStrings(characters);
    }

    private static CelValue Substring(string text, long start, long? end)
    {
        if (Offset(text, start) is not { } from)
            return Range(start);
        if (end is not { } last)
            return Arg.Text(text[from..]);
        if (Offset(text, last) is not { } to)
            return Range(last);
        return to < from ? new CelError($"invalid substring range. start: {start}, end: {last}") : Arg.Text(text[from..to]);
    }

    private static CelValue Join(CelList items, string separator)
    {
        var texts = new string[items.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            if (items[i] is not CelString text)
                return CelError.NoSuchOverload;
            texts[i] = text.Value;
        }

        return Arg.Text(string.Join(separator, texts));
    }
}
