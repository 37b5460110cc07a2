namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A rule that is compiled. Evaluations change nothing of it.</summary>
internal sealed class RuleBody(Layout layout)
{
    public Layout Layout => layout;

    public Step First { get; set; } = null!;

    /// <summary>Tried where the body does not hold; null where nothing is.</summary>
    public RuleBody? Else { get; set; }
}
