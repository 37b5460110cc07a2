using System.Globalization;
using System.Numerics;
using System.Text;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>Functions of texts. Positions and lengths count code points.</summary>
internal static class StringFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("concat", "sc", a => Arg.Texts(a[1]) is { } texts ? Arg.Of(string.Join(Arg.Text(a[0]), texts)) : Arg.WrongType("concat: operand 2 must be strings"));
        list.Add("contains", "ss", a => Arg.Of(Arg.Text(a[0]).Contains(Arg.Text(a[1]), StringComparison.Ordinal)));
        list.Add("startswith", "ss", a => Arg.Of(Arg.Text(a[0]).StartsWith(Arg.Text(a[1]), StringComparison.Ordinal)));
        list.Add("endswith", "ss", a => Arg.Of(Arg.Text(a[0]).EndsWith(Arg.Text(a[1]), StringComparison.Ordinal)));
        list.Add("strings.any_prefix_match", "**", a => AnyMatch(a, (x, y) => x.StartsWith(y, StringComparison.Ordinal)));
        list.Add("strings.any_suffix_match", "**", a => AnyMatch(a, (x, y) => x.EndsWith(y, StringComparison.Ordinal)));
        list.Add("lower", "s", a => Arg.Of(Arg.Text(a[0]).ToLowerInvariant()));
        list.Add("upper", "s", a => Arg.Of(Arg.Text(a[0]).ToUpperInvariant()));
        list.Add("replace", "sss", a => Arg.Of(Replaced(Arg.Text(a[0]), Arg.Text(a[1]), Arg.Text(a[2]))));
        list.Add("strings.replace_n", "os", a => ReplacedAll((RegoObject)a[0], Arg.Text(a[1])));
        list.Add("strings.reverse", "s", a => Arg.Of(string.Concat(Arg.Text(a[0]).EnumerateRunes().Reverse().Select(r => r.ToString()))));
        list.Add("strings.count", "ss", a => RegoNumber.Of(CountOf(Arg.Text(a[0]), Arg.Text(a[1]))));
        list.Add("split", "ss", a => Arg.Array(Split(Arg.Text(a[0]), Arg.Text(a[1]))));
        list.Add("substring", "snn", a => Substring(Arg.Text(a[0]), Arg.Number(a[1]), Arg.Number(a[2])));
        list.Add("indexof", "ss", a => Arg.Text(a[1]).Length == 0 ? Arg.Fail("empty search character") : RegoNumber.Of(Positions(a).FirstOrDefault(-1)));
        list.Add("indexof_n", "ss", a => Arg.Text(a[1]).Length == 0 ? Arg.Fail("empty search character") : new RegoArray([.. Positions(a).Select(p => RegoNumber.Of(p))]));
        list.Add("format_int", "nn", a => FormatInt(Arg.Number(a[0]), Arg.Number(a[1])));
        list.Add("sprintf", "sa", a => Arg.Of(GoFormat.Format(Arg.Text(a[0]), Arg.Items(a[1]))));
        list.Add("internal.template_string", "a", a => Arg.Of(string.Concat(Arg.Items(a[0]).ToArray().Select(Interpolated))));
    }

    private static string Interpolated(RegoValue part) => part switch
    {
        RegoString text => text.Value,
        RegoSet { Count: 0 } => "<undefined>",
        RegoSet set => set[0] is RegoString text ? text.Value : set[0].ToString(),
        _ => part.ToString(),
    };

    private static RegoValue AnyMatch(RegoValue[] a, Func<string, string, bool> matches)
    {
        string[]? texts = a[0] is RegoString one ? [one.Value] : Arg.Texts(a[0]);
        string[]? bases = a[1] is RegoString other ? [other.Value] : Arg.Texts(a[1]);
        if (texts is null || bases is null || a[0] is not (RegoString or RegoArray or RegoSet) || a[1] is not (RegoString or RegoArray or RegoSet))
            return Arg.WrongType("operand must be one of {string, set of strings, array of strings}");
        return Arg.Of(Array.Exists(texts, t => Array.Exists(bases, b => matches(t, b))));
    }

    private static string Replaced(string text, string old, string with)
    {
        if (old.Length > 0)
            return text.Replace(old, with, StringComparison.Ordinal);
        // As in Go, nothing stands before each code point and at the end.
        var result = new StringBuilder(with);
        foreach (var rune in text.EnumerateRunes())
            result.Append(rune.ToString()).Append(with);
        return result.ToString();
    }

    /// <summary>At each position the first of the keys, in order, that stands there is replaced; nothing is replaced twice.</summary>
    private static RegoValue ReplacedAll(RegoObject patterns, string text)
    {
        if (Arg.Texts(new RegoArray(patterns.Keys.ToArray())) is not { } olds || Arg.Texts(patterns) is not { } news)
            return Arg.WrongType("strings.replace_n: operand 1 must be object of strings");
        var result = new StringBuilder();
        for (var at = 0; at <= text.Length;)
        {
            var found = Array.FindIndex(olds, o => string.CompareOrdinal(text, at, o, 0, o.Length) == 0);
            if (found >= 0)
                result.Append(news[found]);
            if (found >= 0 && olds[found].Length > 0)
            {
                at += olds[found].Length;
                continue;
            }

            if (at < text.Length)
                result.Append(text[at]);
            at++;
        }

        return Arg.Of(result.ToString());
    }

    private static int CountOf(string text, string part)
    {
        if (part.Length == 0)
            return text.EnumerateRunes().Count() + 1;
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return count;
    }

    private static IEnumerable<string> Split(string text, string by) =>
        by.Length == 0 ? text.EnumerateRunes().Select(r => r.ToString()) : text.Split(by, StringSplitOptions.None);

    private static RegoValue Substring(string text, RegoNumber offset, RegoNumber length)
    {
        var runes = text.EnumerateRunes().ToArray();
        if (offset.AsIndex() is not { } start)
            return Arg.WrongType("substring: operand 2 must be integer number");
        if (start < 0)
            return Arg.Fail("negative offset");
        if (length.AsIndex() is not { } count)
            return Arg.WrongType("substring: operand 3 must be integer number");
        if (start >= runes.Length)
            return RegoString.Empty;
        var end = count < 0 ? runes.Length : (int)Math.Min(runes.Length, (long)start + count);
        return Arg.Of(string.Concat(runes[start..end].Select(r => r.ToString())));
    }

    private static IEnumerable<long> Positions(RegoValue[] a)
    {
        var (text, part) = (Arg.Text(a[0]), Arg.Text(a[1]));
        var (runes, counted) = (0L, 0);
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            runes += text[counted..at].EnumerateRunes().Count();
            counted = at;
            yield return runes;
        }
    }

    private static RegoValue FormatInt(RegoNumber number, RegoNumber radix)
    {
        if (radix.AsIndex() is not (2 or 8 or 10 or 16))
            return Arg.WrongType("format_int: operand 2 must be one of {2, 8, 10, 16}");
        var whole = number.IsWhole ? number.AsBig() : new BigInteger(Math.Floor(number.AsDouble()));
        return Arg.Of((whole.Sign < 0 ? "-" : "") + InBase(BigInteger.Abs(whole), radix.AsIndex()!.Value));
    }

    public static string InBase(BigInteger number, int radix)
    {
        if (radix == 10)
            return number.ToString(CultureInfo.InvariantCulture);
        if (number.IsZero)
            return "0";
        var digits = new StringBuilder();
        for (var rest = number; !rest.IsZero; rest /= radix)
            digits.Insert(0, "0123456789abcdef"[(int)(rest % radix)]);
        return digits.ToString();
    }
}
