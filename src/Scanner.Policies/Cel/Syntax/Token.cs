namespace Scanner.Policies.Cel.Syntax;

/// <param name="text">The name, the operator, the digits, or the contents of a string; empty for bytes.</param>
internal readonly struct Token(TokenKind kind, string text, int position, byte[]? bytes = null)
{
    public TokenKind Kind => kind;

    public string Text => text;

    public int Position => position;

    public byte[]? Bytes => bytes;

    public bool Is(string op) => kind == TokenKind.Operator && text == op;

    public bool IsKeyword(string name) => kind == TokenKind.Identifier && text == name;

    public bool IsNumber => kind is TokenKind.Int or TokenKind.Uint or TokenKind.Double;
}
