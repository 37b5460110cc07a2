namespace Scanner.Policies.Rego.Syntax;

/// <summary>A text is no module, or a module that OPA would refuse. Leaves the Rego rooms only as a result that says so.</summary>
/// <param name="code">As OPA names it: <c>rego_parse_error</c>, <c>rego_unsafe_var_error</c> and so on.</param>
/// <param name="at">In UTF-16 units from the start of the module; below zero where it is none.</param>
internal sealed class RegoSyntaxException(string message, int at, string code = "rego_parse_error") : Exception(message)
{
    public string Code => code;

    /// <summary>With line and column, both from 1.</summary>
    public string Describe(string text)
    {
        if (at < 0)
            return $"{code}: {Message}";
        var before = text.AsSpan(0, Math.Min(at, text.Length));
        return $"{before.Count('\n') + 1}:{before.Length - before.LastIndexOf('\n')}: {code}: {Message}";
    }
}
