using Scanner.Core.Findings;

namespace Scanner.Publishing.Explanations;

/// <summary>What docs/rules.md says of a rule, which is the one place where it is said.</summary>
/// <param name="Severity">In words: the usual one, and when another.</param>
/// <param name="Says">What is wrong where the rule finds something.</param>
/// <param name="Confirm">How to see it for oneself.</param>
/// <param name="Mend">What to do about it.</param>
/// <param name="Accept">When to live with it.</param>
public sealed record RuleGuide(string Id, string Title, string Severity, string Says, string Confirm, string Mend, string Accept)
{
    /// <summary>The same on the web.</summary>
    public string Docs => $"{RuleIdentity.DocsBase}#{Id.ToLowerInvariant()}";
}
