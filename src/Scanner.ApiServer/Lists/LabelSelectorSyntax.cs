using System.Collections.Immutable;
using System.Globalization;

namespace Scanner.ApiServer.Lists;

/// <summary>
/// Tells a label selector from a text that no API server takes for one, before a cluster is asked
/// (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors, and <c>labels.Parse</c> of apimachinery).
/// </summary>
public sealed class LabelSelectorSyntax
{
    private const string Operators = "=, ==, !=, in, notin, > or <";

    private readonly List<string> _tokens;
    private readonly ImmutableArray<LabelRequirement>.Builder _requirements = ImmutableArray.CreateBuilder<LabelRequirement>();
    private int _at;

    private LabelSelectorSyntax(List<string> tokens) => _tokens = tokens;

    /// <summary>What is wrong with a selector, as the end of a sentence that begins with it; null for a good one.</summary>
    public static string? Problem(string selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new LabelSelectorSyntax(Split(selector)).Read();
    }

    /// <summary>What a good selector asks for; an object has to satisfy all of it.</summary>
    /// <exception cref="FormatException">It is none; the message is that of <see cref="Problem"/>.</exception>
    public static ImmutableArray<LabelRequirement> Parse(string selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        var syntax = new LabelSelectorSyntax(Split(selector));
        return syntax.Read() is { } problem ? throw new FormatException(problem) : syntax._requirements.ToImmutable();
    }

    private string? Read()
    {
        if (Next is null)
            return null;
        while (true)
        {
            if (Requirement() is { } problem)
                return problem;
            if (Take() is not { } comma)
                return null;
            if (comma != ",")
                return Unexpected(comma, "a comma or the end");
            if (Next is null)
                return "ends with a comma";
        }
    }

    private string? Next => _at < _tokens.Count ? _tokens[_at] : null;

    private string? Take() => _at < _tokens.Count ? _tokens[_at++] : null;

    private string? Requirement()
    {
        var isNegated = Next == "!";
        if (isNegated)
            _at++;
        if (Take() is not { } key)
            return "ends where a label's key should stand";
        if (!IsWord(key))
            return Unexpected(key, "a label's key");
        if (!IsKey(key))
            return $"holds '{key}', which is no label's key";
        if (isNegated || Next is null or ",")
            return Require(key, isNegated ? "!" : "exists");
        return Take() switch
        {
            ("=" or "==" or "!=") and var equality => Value(key, equality, _ => true),
            (">" or "<") and var order => Value(key, order, text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)),
            ("in" or "notin") and var membership => Values(key, membership),
            var other => Unexpected(other!, "an operator (" + Operators + ")"),
        };
    }

    private string? Require(string key, string op, params ReadOnlySpan<string> values)
    {
        _requirements.Add(new LabelRequirement(key, op, [.. values]));
        return null;
    }

    private string? Value(string key, string op, Func<string, bool> isFit)
    {
        // Nothing is the empty value.
        var value = Next is null or "," ? "" : Take()!;
        if (value.Length > 0 && !IsWord(value))
            return Unexpected(value, "a label's value");
        if (!isFit(value))
            return $"compares with '{value}', which is no whole number";
        return Check(value) ?? Require(key, op, value);
    }

    private string? Values(string key, string op)
    {
        List<string> values = [];
        var isEmpty = true;
        if (Take() is not "(" and var open)
            return open is null ? "ends where ( should stand" : Unexpected(open, "(");
        while (Take() is { } token)
        {
            if (token is ")" or ",")
            {
                // Nothing between commas is the empty value.
                if (isEmpty)
                    values.Add("");
                isEmpty = true;
                if (token == ")")
                    return Require(key, op, [.. values]);
                continue;
            }

            if (!IsWord(token))
                return Unexpected(token, "a comma or )");
            if (Check(token) is { } problem)
                return problem;
            if (Next is not (null or "," or ")"))
                return Unexpected(Next, "a comma or )");
            values.Add(token);
            isEmpty = false;
        }

        return "has no ) at its end";
    }

    private static string Unexpected(string found, string expected) => $"has '{found}' where {expected} should stand";

    private static string? Check(string value) => value.Length == 0 || IsName(value) ? null : $"holds '{value}', which is no label's value";

    private static bool IsWord(string token) => token is not ("!" or "!=" or "=" or "==" or ">" or "<" or "(" or ")" or ",");

    private static bool IsKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? IsName(key) : IsName(key[(slash + 1)..]) && IsPrefix(key[..slash]);
    }

    private static bool IsPrefix(string prefix) => prefix.Length <= 253 && Array.TrueForAll(prefix.Split('.'), IsDnsLabel);

    private static bool IsDnsLabel(string label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 63
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static List<string> Split(string selector)
    {
        var tokens = new List<string>();
        for (var i = 0; i < selector.Length;)
        {
            if (selector[i] is ' ' or '\t' or '\r' or '\n')
            {
                i++;
                continue;
            }

            var length = selector[i] is '=' or '!' or '(' or ')' or ',' or '>' or '<'
                ? selector.AsSpan(i) is ['=' or '!', '=', ..] ? 2 : 1
                : selector.AsSpan(i).IndexOfAny("=!(),>< \t\r\n") is >= 0 and var end ? end : selector.Length - i;
            tokens.Add(selector.Substring(i, length));
            i += length;
        }

        return tokens;
    }
}
