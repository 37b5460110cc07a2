using Scanner.Policies.Cel.Patterns;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

internal static class RegexFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("string.find(string): string", a => Find(Arg.Text(a[0]), Arg.Text(a[1])));
        list.Add("string.findAll(string): list(string)", a => FindAll(Arg.Text(a[0]), Arg.Text(a[1]), -1));
        list.Add("string.findAll(string, int): list(string)", a => FindAll(Arg.Text(a[0]), Arg.Text(a[1]), Arg.Int(a[2])));
    }

    private static CelValue Find(string text, string expression)
    {
        var pattern = Re2Pattern.Compile(expression);
        return pattern.Regex is { } regex ? Arg.Text(regex.Match(text).Value) : new CelError(pattern.Error!);
    }

    /// <summary>Go leaves out an empty match that lies right after another match.</summary>
    private static CelValue FindAll(string text, string expression, long most)
    {
        var pattern = Re2Pattern.Compile(expression);
        if (pattern.Regex is not { } regex)
            return new CelError(pattern.Error!);
        var found = new List<string>();
        var end = -1;
        for (var match = regex.Match(text); match.Success && (most < 0 || found.Count < most); match = match.NextMatch())
        {
            if (match.Length > 0 || match.Index != end)
                found.Add(match.Value);
            end = match.Index + match.Length;
        }

        return CelList.OfStrings(found);
    }
}
