namespace Scanner.Policies.Cel.Syntax;

/// <summary>A text is no expression. Leaves this room only as a result that says so.</summary>
internal sealed class CelSyntaxException(string message, int position) : Exception(message)
{
    /// <summary>In UTF-16 units from the start of the text.</summary>
    public int Position => position;

    /// <summary>With line and column, both from 1.</summary>
    public string Describe(string text)
    {
        var before = text.AsSpan(0, Math.Min(position, text.Length));
        return $"{before.Count('\n') + 1}:{before.Length - before.LastIndexOf('\n')}: {Message}";
    }
}
