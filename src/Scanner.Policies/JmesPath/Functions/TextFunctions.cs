using System.Text;
using System.Text.RegularExpressions;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Patterns;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>Kyverno's functions over texts (https://kyverno.io/docs/policy-types/cluster-policy/jmespath/).</summary>
internal static class TextFunctions
{
    private const int LongestResult = 1_000_000;

    public static void AddTo(JmesFunctions list)
    {
        list.Add("compare(string, string)", a => CelInt.Of(Math.Sign(string.CompareOrdinal(Arg.Text(a[0]), Arg.Text(a[1])))));
        list.Add("equal_fold(string, string)", a => CelBool.Of(Arg.Text(a[0]).Equals(Arg.Text(a[1]), StringComparison.OrdinalIgnoreCase)));
        list.Add("replace(string, string, string, number)", a => Replace(a, (int)Math.Clamp(JmesNumbers.ToDouble(a[3]), -1, int.MaxValue)));
        list.Add("replace_all(string, string, string)", a => Replace(a, -1));
        list.Add("to_upper(string)", a => Arg.Text(Arg.Text(a[0]).ToUpperInvariant()));
        list.Add("to_lower(string)", a => Arg.Text(Arg.Text(a[0]).ToLowerInvariant()));
        list.Add("trim(string, string)", a => Arg.Text(Arg.Text(a[1]) is { Length: > 0 } cut ? Arg.Text(a[0]).Trim(cut.ToCharArray()) : Arg.Text(a[0])));
        list.Add("trim_prefix(string, string)", a => TrimPrefix(Arg.Text(a[0]), Arg.Text(a[1])));
        list.Add("split(string, string)", a => Split(Arg.Text(a[0]), Arg.Text(a[1])));
        list.Add("regex_match(string, string|number)", a => WithPattern(a[0], regex => CelBool.Of(regex.IsMatch(Scalar(a[1])))));
        list.Add("regex_replace_all(string, string|number, string|number)", a => WithPattern(a[0], r => Arg.Text(r.Replace(Scalar(a[1]), m => Expand(Scalar(a[2]), m)))));
        list.Add("regex_replace_all_literal(string, string|number, string|number)", a => WithPattern(a[0], r => Arg.Text(r.Replace(Scalar(a[1]), _ => Scalar(a[2])))));
        list.Add("pattern_match(string, string|number)", a => CelBool.Of(Wildcard.Matches(Arg.Text(a[0]), Scalar(a[1]))));
        list.Add("truncate(string, number)", a => Truncate(Arg.Text(a[0]), JmesNumbers.ToDouble(a[1])));
        list.Add("path_canonicalize(string)", a => Arg.Text(Canonical(Arg.Text(a[0]))));
        list.Add("base64_encode(string)", a => Arg.Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(Arg.Text(a[0])))));
        list.Add("base64_decode(string)", a => Decode(Arg.Text(a[0])));
        list.Add("md5(string)", a => Arg.Text(HexHashes.Md5(Arg.Text(a[0]))));
        list.Add("sha1(string)", a => Arg.Text(HexHashes.Sha1(Arg.Text(a[0]))));
        list.Add("sha256(string)", a => Arg.Text(HexHashes.Sha256(Arg.Text(a[0]))));
        list.Add("to_boolean(string)", a => Arg.Text(a[0]).ToLowerInvariant() switch
        {
            "true" => CelBool.True,
            "false" => CelBool.False,
            var text => new CelError($"JMESPath function 'to_boolean': lowercase argument must be 'true' or 'false' (provided: '{text}')"),
        });
    }

    private static string Scalar(CelValue value) => value is CelString text ? text.Value : JmesNumbers.Text(value);

    private static CelValue Replace(CelValue[] a, int most)
    {
        var (text, old, put) = (Arg.Text(a[0]), Arg.Text(a[1]), Arg.Text(a[2]));
        if (most == 0 || old == put)
            return a[0];
        // Go puts the new text between all characters where the old one is empty.
        var found = old.Length == 0 ? text.Length + 1 : text.Split(old).Length - 1;
        var times = most < 0 ? found : Math.Min(most, found);
        if ((long)times * Math.Max(1, put.Length) > LongestResult)
            return CelUnknown.Of($"a text of more than {LongestResult} characters");
        var result = new StringBuilder();
        var at = 0;
        for (var i = 0; i < times; i++)
        {
            var next = old.Length == 0 ? Math.Min(at + (i == 0 ? 0 : 1), text.Length) : text.IndexOf(old, at, StringComparison.Ordinal);
            result.Append(text, at, next - at).Append(put);
            at = next + old.Length;
        }

        return Arg.Text(result.Append(text, at, text.Length - at).ToString());
    }

    private static CelString TrimPrefix(string text, string prefix) => Arg.Text(text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text);

    private static CelList Split(string text, string separator) => CelList.OfStrings(
        separator.Length > 0 ? text.Split(separator) : text.EnumerateRunes().Select(r => r.ToString()));

    private static CelValue WithPattern(CelValue pattern, Func<Regex, CelValue> apply)
    {
        var compiled = Re2Pattern.Compile(Arg.Text(pattern));
        return compiled.Regex is { } regex ? apply(regex) : new CelError(compiled.Error!);
    }

    /// <summary>A replacement of Go: <c>$1</c>, <c>${name}</c>, <c>$$</c>. A name is as long as it can be.</summary>
    private static string Expand(string template, Match match)
    {
        var text = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] != '$' || at + 1 == template.Length)
            {
                text.Append(template[at]);
                continue;
            }

            var isBraced = template[at + 1] == '{';
            var start = at + (isBraced ? 2 : 1);
            var end = start;
            while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] == '_'))
                end++;
            if (template[at + 1] == '$')
                (start, end) = (at + 2, at + 2);
            if (template[at + 1] == '$' || end == start || (isBraced && (end == template.Length || template[end] != '}')))
            {
                text.Append('$');
                at = template[at + 1] == '$' ? at + 1 : at;
                continue;
            }

            text.Append(match.Groups[template[start..end]].Value);
            at = isBraced ? end : end - 1;
        }

        return text.ToString();
    }

    private static CelString Truncate(string text, double length)
    {
        var kept = (int)Math.Clamp(length, 0, text.Length);
        return Arg.Text(string.Concat(text.EnumerateRunes().Take(kept).Select(r => r.ToString())));
    }

    /// <summary>As Go's <c>filepath.Join</c> of one path.</summary>
    private static string Canonical(string path)
    {
        var isRooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or ".") && !(part == ".." && isRooted))
                parts.Add(part);
        }

        var joined = (isRooted ? "/" : "") + string.Join('/', parts);
        return joined.Length == 0 && path.Length > 0 ? "." : joined;
    }

    private static CelValue Decode(string text)
    {
        try
        {
            return Arg.Text(Encoding.UTF8.GetString(Convert.FromBase64String(text)));
        }
        catch (FormatException)
        {
            return new CelError($"illegal base64 data: '{text}'");
        }
    }
}
