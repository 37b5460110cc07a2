namespace Scanner.Policies.Rego.Syntax;

internal enum TokenKind
{
    End,
    Name,
    Number,
    Text,

    /// <summary>A text with expressions in it.</summary>
    Template,

    /// <summary>Signs: operators, brackets, commas.</summary>
    Sign,
}
