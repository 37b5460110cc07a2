namespace Scanner.Core.Findings;

/// <summary>A pure function from what is known to what is wrong.</summary>
public interface IRule
{
    RuleIdentity Identity { get; }

    IEnumerable<Finding> Evaluate(RuleContext context);
}
