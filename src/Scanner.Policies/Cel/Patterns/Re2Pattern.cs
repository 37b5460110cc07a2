using System.Text.RegularExpressions;

namespace Scanner.Policies.Cel.Patterns;

/// <summary>A regular expression with the meaning of RE2, or why it is none. Matching takes time in proportion to the text.</summary>
internal sealed class Re2Pattern
{
    private const int MostCharacters = 10_000;

    private Re2Pattern(Regex? regex, string? error) => (Regex, Error) = (regex, error);

    public Regex? Regex { get; }

    public string? Error { get; }

    public static Re2Pattern Compile(string expression)
    {
        if (expression.Length > MostCharacters)
            return Failed(expression, $"more than {MostCharacters} characters");
        try
        {
            var translated = Re2Translator.Translate(expression);
            return new Re2Pattern(new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), null);
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

    private static Re2Pattern Failed(string expression, string why) => new(null, $"error parsing regexp: {why}: `{expression}`");
}
