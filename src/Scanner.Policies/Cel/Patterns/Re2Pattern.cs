using System.Text.RegularExpressions;

namespace Scanner.Policies.Cel.Patterns;

/// <summary>A regular expression with the meaning of RE2, or why it is none. Matching takes time in proportion to the text.</summary>
internal sealed class Re2Pattern
{
    private const int MostCharacters = 10_000;

    /// <summary>
    /// Building an automaton takes more than a millisecond, so the last ones are kept. A slot is read and written as one reference: whoever
    /// comes too late builds it once more.
    /// </summary>
    private static readonly Re2Pattern?[] s_recent = new Re2Pattern?[64];

    private readonly string _expression;

    private Re2Pattern(string expression, Regex? regex, string? error) => (_expression, Regex, Error) = (expression, regex, error);

    public Regex? Regex { get; }

    public string? Error { get; }

    public static Re2Pattern Compile(string expression)
    {
        ref var slot = ref s_recent[(uint)StringComparer.Ordinal.GetHashCode(expression) % s_recent.Length];
        if (slot is { } known && known._expression == expression)
            return known;
        return slot = Build(expression);
    }

    private static Re2Pattern Build(string expression)
    {
        if (expression.Length > MostCharacters)
            return Failed(expression, $"more than {MostCharacters} characters");
        try
        {
            var translated = Re2Translator.Translate(expression);
            return new Re2Pattern(expression, new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), null);
        }
        catch (Re2SyntaxException wrong)
        {
            return Failed(expression, wrong.Message);
        }
        catch (ArgumentException)
        {
            return Failed(expression, "invalid or unsupported syntax");
        }
        catch (NotSupportedException)
        {
            return Failed(expression, "the automaton would be too large");
        }
    }

    private static Re2Pattern Failed(string expression, string why) => new(expression, null, $"error parsing regexp: {why}: `{expression}`");
}
