using System.Collections.Immutable;

namespace Scanner.Publishing.Explanations;

/// <summary>
/// Reads docs/rules.md, which the program carries: of each rule a section that begins with the title in bold, a dot and the severity, then says
/// what is wrong, and ends with points.
/// </summary>
public static class RuleGuides
{
    private const string Section = "\n### ES";

    private static readonly Lazy<ImmutableArray<RuleGuide>> s_all = new(() => [.. Text().Split(Section)[1..].Select(Read)]);

    /// <summary>In the order of the page.</summary>
    public static ImmutableArray<RuleGuide> All => s_all.Value;

    /// <param name="word">The id or the title, in any case; null where no rule is called so.</param>
    public static RuleGuide? Find(string word) =>
        All.FirstOrDefault(g => g.Id.Equals(word, StringComparison.OrdinalIgnoreCase) || g.Title.Equals(word, StringComparison.OrdinalIgnoreCase));

    private static RuleGuide Read(string section)
    {
        var lines = section.Split("\n## ")[0].Split('\n', 2);
        var head = lines[1].Split("\n\n", 2)[0].Split(" · ", 2);
        var words = head[1].Split(". ", 2) is [_, _] given ? given : head[1].Split(".\n", 2);
        return new RuleGuide(
            "ES" + lines[0], head[0].Trim('*'), Plain(words[0]), Plain(words[1]), Point(lines[1], "Confirm"), Point(lines[1], "Mend"), Point(lines[1], "Accept"));
    }

    private static string Point(string text, string name) => text.Split($"- **{name}**: ", 2) is [_, var point] ? Plain(point.Split("\n- **", 2)[0]) : "";

    /// <summary>One line without what is only for a browser; code stays in its quotes.</summary>
    private static string Plain(string markdown)
    {
        var links = markdown.Replace("**", "", StringComparison.Ordinal).Split("](");
        for (var i = 0; i < links.Length; i++)
        {
            var text = i == 0 ? links[i] : links[i][(links[i].IndexOf(')', StringComparison.Ordinal) + 1)..];
            links[i] = i == links.Length - 1 ? text : text.Remove(text.LastIndexOf('['), 1);
        }

        return string.Join(' ', string.Concat(links).Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Text()
    {
        using var reader = new StreamReader(typeof(RuleGuides).Assembly.GetManifestResourceStream("rules.md")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
