namespace Scanner.Policies.Rego.Evaluation;

/// <summary>All rules of a program.</summary>
internal sealed class RuleSet
{
    /// <summary>The place that <c>data</c> is.</summary>
    public RuleNode Root { get; } = new("data");

    /// <summary>What stands right after <c>data</c> in references and imports; empty for what is known only in the evaluation.</summary>
    public SortedSet<string> DataNames { get; } = new(StringComparer.Ordinal);
}
