using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Scanner.Publishing.Explanations;

/// <summary>Reads docs/rules.md, which the program carries: a section for each rule.</summary>
public static partial class RuleGuides
{
    private static readonly Lazy<ImmutableArray<RuleGuide>> s_all = new(() => Read(Text()));

    /// <summary>In the order of the page.</summary>
    public static ImmutableArray<RuleGuide> All => s_all.Value;

    /// <param name="word">The id or the title, in any case; null where no rule is called so.</param>
    public static RuleGuide? Find(string word) =>
        All.FirstOrDefault(g => g.Id.Equals(word, StringComparison.OrdinalIgnoreCase) || g.Title.Equals(word, StringComparison.OrdinalIgnoreCase));

    internal static ImmutableArray<RuleGuide> Read(string page) =>
    [
        .. Section().Matches(page).Select(section =>
        {
            var text = section.Groups["text"].Value;
            var head = Head().Match(text);
            return new RuleGuide(
                section.Groups["id"].Value,
                head.Groups["title"].Value,
                Plain(head.Groups["severity"].Value),
                Plain(head.Groups["says"].Value),
                Point(text, "Confirm"),
                Point(text, "Mend"),
                Point(text, "Accept"));
        }),
    ];

    private static string Point(string text, string name)
    {
        var begin = text.IndexOf($"- **{name}**: ", StringComparison.Ordinal);
        if (begin < 0)
            return "";
        begin += name.Length + 8;
        var end = text.IndexOf("\n- **", begin, StringComparison.Ordinal);
        return Plain(end < 0 ? text[begin..] : text[begin..end]);
    }

    /// <summary>One line without what is only for a browser; code stays in its quotes.</summary>
    private static string Plain(string markdown) => string.Join(
        ' ', Link().Replace(markdown, "${text}").Replace("**", "", StringComparison.Ordinal).Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));

    private static string Text()
    {
        using var reader = new StreamReader(typeof(RuleGuides).Assembly.GetManifestResourceStream("rules.md")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^### (?<id>ES\d+)\n(?<text>.*?)(?=^##|\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\*\*(?<title>\w+)\*\* · (?<severity>.*?)\.\s(?<says>.*?)\n\n", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Head();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
