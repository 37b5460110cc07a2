namespace Scanner.Policies.Cel.Syntax;

internal enum TokenKind
{
    End,
    Identifier,

    /// <summary>Between backticks; only a field may be named so.</summary>
    QuotedIdentifier,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Operator,
}
