using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class TrimFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("trim", "ss", a => Arg.Of(Trimmed(Arg.Text(a[0]), Arg.Text(a[1]), atStart: true, atEnd: true)));
        list.Add("trim_left", "ss", a => Arg.Of(Trimmed(Arg.Text(a[0]), Arg.Text(a[1]), atStart: true, atEnd: false)));
        list.Add("trim_right", "ss", a => Arg.Of(Trimmed(Arg.Text(a[0]), Arg.Text(a[1]), atStart: false, atEnd: true)));
        list.Add("trim_space", "s", a => Arg.Of(Arg.Text(a[0]).Trim()));
        list.Add("trim_prefix", "ss", a => Arg.Text(a[0]) is var text && text.StartsWith(Arg.Text(a[1]), StringComparison.Ordinal) ? Arg.Of(text[Arg.Text(a[1]).Length..]) : a[0]);
        list.Add("trim_suffix", "ss", a => Arg.Text(a[0]) is var text && text.EndsWith(Arg.Text(a[1]), StringComparison.Ordinal) ? Arg.Of(text[..^Arg.Text(a[1]).Length]) : a[0]);
    }

    private static string Trimmed(string text, string set, bool atStart, bool atEnd)
    {
        var runes = text.EnumerateRunes().ToArray();
        var cut = set.EnumerateRunes().ToHashSet();
        var (from, to) = (0, runes.Length);
        while (atStart && from < to && cut.Contains(runes[from]))
            from++;
        while (atEnd && to > from && cut.Contains(runes[to - 1]))
            to--;
        return string.Concat(runes[from..to].Select(r => r.ToString()));
    }
}
