namespace Scanner.Policies.Rego.Syntax;

/// <param name="Text">The name, the digits, the sign, or the contents of a text.</param>
/// <param name="Line">From 0.</param>
/// <param name="IsApart">Whether blanks or comments stand before it: <c>a [b]</c> is no reference.</param>
/// <param name="Parts">Of a text with expressions in it; null for other tokens.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int At, int Line, bool IsApart, List<TemplatePart>? Parts = null)
{
    public bool Is(string sign) => Kind == TokenKind.Sign && Text == sign;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;
}
