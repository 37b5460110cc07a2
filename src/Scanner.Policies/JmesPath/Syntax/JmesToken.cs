using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Syntax;

/// <param name="Text">The identifier, the digits or the symbol.</param>
/// <param name="Value">Of a literal; null for other tokens.</param>
internal readonly record struct JmesToken(JmesTokenKind Kind, string Text, int Position, CelValue? Value = null)
{
    public bool Is(string symbol) => Kind == JmesTokenKind.Symbol && Text == symbol;

    /// <summary>How strongly the token binds what stands before it, as in the grammar of go-jmespath.</summary>
    public int Power => Kind switch
    {
        JmesTokenKind.Flatten => 9,
        JmesTokenKind.Filter => 21,
        JmesTokenKind.Symbol => Text switch
        {
            "|" => 1,
            "||" => 2,
            "&&" => 3,
            "==" or "!=" or "<" or "<=" or ">" or ">=" => 5,
            "*" => 20,
            "." => 40,
            "!" => 45,
            "{" => 50,
            "[" => 55,
            "(" => 60,
            _ => 0,
        },
        _ => 0,
    };
}
