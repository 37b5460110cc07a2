namespace Scanner.Policies.JmesPath.Syntax;

internal enum JmesTokenKind
{
    End,
    Identifier,

    /// <summary>An identifier in double quotes, which is no name of a function.</summary>
    QuotedIdentifier,
    Number,

    /// <summary>JSON in backquotes, or a raw text in single quotes.</summary>
    Literal,
    Flatten,
    Filter,
    Symbol,
}
