namespace Scanner.Policies.Rego.Syntax;

internal enum TokenKind
{
    End,
    Name,
    Number,
    Text,

    /// <summary>Signs: operators, brackets, commas.</summary>
    Sign,
}
