namespace Scanner.Simulator.Selectors;

/// <summary>One word or sign of a label selector.</summary>
/// <param name="Kind">The sign itself (<c>=</c>, <c>in</c>, <c>(</c> …), <c>word</c>, or empty at the end.</param>
internal readonly record struct LabelToken(string Kind, string Text)
{
    public const string Word = "word";

    private const string Signs = "=!(),><";
    private static readonly string[] Operators = [")", ",", "!", "==", "=", ">", "<", "!=", "("];

    /// <summary>All tokens of a text, the last one of them the end.</summary>
    public static List<LabelToken> Read(string text)
    {
        var tokens = new List<LabelToken>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && IsBlank(text[at]))
                at++;
            if (at >= text.Length)
                break;
            var token = Signs.Contains(text[at], StringComparison.Ordinal) ? ReadSign(text, at) : ReadWord(text, at);
            tokens.Add(token);
            at += token.Text.Length;
        }

        tokens.Add(new LabelToken("", ""));
        return tokens;
    }

    private static LabelToken ReadWord(string text, int at)
    {
        var end = at;
        while (end < text.Length && !IsBlank(text[end]) && !Signs.Contains(text[end], StringComparison.Ordinal))
            end++;
        var word = text[at..end];
        return new LabelToken(word is "in" or "notin" ? word : Word, word);
    }

    // Every sign is an operator by itself, so the longest one that fits is at most two characters.
    private static LabelToken ReadSign(string text, int at)
    {
        var two = text[at..Math.Min(text.Length, at + 2)];
        var sign = Operators.Contains(two, StringComparer.Ordinal) ? two : text[at..(at + 1)];
        return new LabelToken(sign, sign);
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';
}
