namespace Scanner.Policies.Rego.Evaluation;

/// <summary>All rules of a program.</summary>
internal sealed class RuleSet
{
    /// <summary>The place that <c>data</c> is.</summary>
    public RuleNode Root { get; } = new("data");
}
