using System.Text;
using Scanner.Policies.Cel.Patterns;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>
/// Globs: <c>*</c> takes no delimiter, <c>**</c> takes all, <c>?</c> takes one character, and there are classes and alternatives. Each is run
/// as a regular expression. Source: github.com/gobwas/glob.
/// </summary>
internal static class GlobFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("glob.match", "s*s", Match);
        list.Add("glob.quote_meta", "s", a => Arg.Of(Quoted(Arg.Text(a[0]))));
    }

    private static RegoValue Match(RegoValue[] a)
    {
        string[] delimiters = ["."];
        if (a[1] is RegoNull)
            delimiters = [];
        else if (a[1] is not RegoArray array || Arg.Texts(array) is not { } given)
            return Arg.WrongType("glob.match: operand 2 must be array of strings or null");
        else if (given.Length > 0)
            delimiters = given;
        var pattern = Re2Pattern.Compile(Translated(Arg.Text(a[0]), string.Concat(delimiters)));
        return pattern.Regex is { } regex ? Arg.Of(regex.IsMatch(Arg.Text(a[2]))) : Arg.Fail("glob.match: invalid pattern");
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        foreach (var c in text)
            quoted.Append(@"*?\[]{}".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        return quoted.ToString();
    }

    private static string Translated(string glob, string delimiters)
    {
        var any = delimiters.Length == 0 ? "." : $"[^{Escaped(delimiters)}]";
        var result = new StringBuilder("(?s)^");
        var depth = 0;
        for (var at = 0; at < glob.Length; at++)
        {
            var c = glob[at];
            switch (c)
            {
                case '*' when at + 1 < glob.Length && glob[at + 1] == '*':
                    at++;
                    result.Append(".*");
                    break;
                case '*':
                    result.Append(any).Append('*');
                    break;
                case '?':
                    result.Append(any);
                    break;
                case '{':
                    depth++;
                    result.Append("(?:");
                    break;
                case '}' when depth > 0:
                    depth--;
                    result.Append(')');
                    break;
                case ',' when depth > 0:
                    result.Append('|');
                    break;
                case '[' when glob.IndexOf(']', at) is > 0 and var end:
                    var set = glob[(at + 1)..end];
                    var isNegated = set.StartsWith('!');
                    result.Append(isNegated ? "[^" : "[").Append(ClassOf(isNegated ? set[1..] : set)).Append(']');
                    at = end;
                    break;
                case '\\' when at + 1 < glob.Length:
                    result.Append(Escaped(glob[++at].ToString()));
                    break;
                default:
                    result.Append(Escaped(c.ToString()));
                    break;
            }
        }

        return result.Append('$').ToString();
    }

    private static string ClassOf(string set) => set.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("^", "\\^", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
            escaped.Append(char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c > ' ' && c != '_' ? "\\" : "").Append(c);
        return escaped.ToString();
    }
}
