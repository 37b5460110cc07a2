using System.Text;
using System.Text.RegularExpressions;
using Scanner.Policies.Cel.Patterns;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>Regular expressions with the meaning of RE2.</summary>
internal static class RegexFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("regex.match", "ss", a => With(a[0], r => Arg.Of(r.IsMatch(Arg.Text(a[1])))));
        list.Add("re_match", "ss", a => With(a[0], r => Arg.Of(r.IsMatch(Arg.Text(a[1])))));
        list.Add("regex.is_valid", "*", a => Arg.Of(a[0] is RegoString text && Re2Pattern.Compile(text.Value).Regex is not null));
        list.Add("regex.find_n", "ssn", a => With(a[0], r => Arg.Array(Found(r, Arg.Text(a[1]), a[2]).Select(m => m.Value))));
        list.Add("regex.find_all_string_submatch_n", "ssn", a => With(a[0], r =>
            new RegoArray([.. Found(r, Arg.Text(a[1]), a[2]).Select(m => Arg.Array(m.Groups.Values.Select(g => g.Value)))])));
        list.Add("regex.split", "ss", a => With(a[0], r => Arg.Array(Split(r, Arg.Text(a[1])))));
        list.Add("regex.replace", "sss", a => With(a[1], r => Arg.Of(r.Replace(Arg.Text(a[0]), m => Expanded(m, Arg.Text(a[2]))))));
        list.Add("regex.template_match", "ssss", TemplateMatch);
        list.Add("regex.globs_match", "ss", a => GlobIntersection.Meets(Arg.Text(a[0]), Arg.Text(a[1])) is { } meets ? Arg.Of(meets) : Arg.Fail("regex.globs_match: input is not a glob"));
    }

    private static RegoValue With(RegoValue pattern, Func<Regex, RegoValue> then)
    {
        var compiled = Re2Pattern.Compile(Arg.Text(pattern));
        return compiled.Regex is { } regex ? then(regex) : Arg.Fail(compiled.Error!);
    }

    /// <summary>As in Go, an empty match right after another is none.</summary>
    private static IEnumerable<Match> Found(Regex regex, string text, RegoValue count)
    {
        var most = Arg.Number(count).AsIndex() ?? -1;
        var end = -1;
        foreach (Match match in regex.Matches(text))
        {
            if (most == 0)
                yield break;
            if (match.Length == 0 && match.Index == end)
                continue;
            end = match.Index + match.Length;
            most--;
            yield return match;
        }
    }

    private static IEnumerable<string> Split(Regex regex, string text)
    {
        if (text.Length == 0)
        {
            yield return "";
            yield break;
        }

        var start = 0;
        foreach (var match in Found(regex, text, RegoNumber.Of(-1)))
        {
            if (match.Length == 0 && (match.Index == 0 || match.Index == text.Length))
                continue;
            yield return text[start..match.Index];
            start = match.Index + match.Length;
        }

        yield return text[start..];
    }

    /// <summary>The replacement with <c>$1</c> and <c>${name}</c> as Go has them: the longest name counts, and what is not there is empty.</summary>
    private static string Expanded(Match match, string template)
    {
        var result = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] != '$' || at + 1 == template.Length)
            {
                result.Append(template[at]);
                continue;
            }

            if (template[at + 1] == '$')
            {
                result.Append('$');
                at++;
                continue;
            }

            var isBraced = template[at + 1] == '{';
            var start = at + (isBraced ? 2 : 1);
            var end = start;
            while (end < template.Length && (char.IsAsciiLetterOrDigit(template[end]) || template[end] == '_'))
                end++;
            if (end == start || (isBraced && (end == template.Length || template[end] != '}')))
            {
                result.Append('$');
                continue;
            }

            result.Append(match.Groups[template[start..end]].Value);
            at = isBraced ? end : end - 1;
        }

        return result.ToString();
    }

    /// <summary>A text with regular expressions between two delimiters; what is outside is meant as it is.</summary>
    private static RegoValue TemplateMatch(RegoValue[] a)
    {
        var (template, text, open, close) = (Arg.Text(a[0]), Arg.Text(a[1]), Arg.Text(a[2]), Arg.Text(a[3]));
        if (open.Length != 1 || close.Length != 1)
            return Arg.Fail("regex.template_match: start and end delimiters must be exactly one character long");
        var pattern = new StringBuilder("^");
        var depth = 0;
        var start = 0;
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] == open[0] && depth++ == 0)
            {
                pattern.Append(Quoted(template[start..at]));
                start = at + 1;
            }
            else if (template[at] == close[0] && depth > 0 && --depth == 0)
            {
                pattern.Append('(').Append(template, start, at - start).Append(')');
                start = at + 1;
            }
        }

        if (depth != 0)
            return Arg.Fail($"unbalanced braces in {template}");
        return With(Arg.Of(pattern.Append(Quoted(template[start..])).Append('$').ToString()), r => Arg.Of(r.IsMatch(text)));
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        foreach (var c in text)
            quoted.Append(@"\.+*?()|[]{}^$".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        return quoted.ToString();
    }
}
