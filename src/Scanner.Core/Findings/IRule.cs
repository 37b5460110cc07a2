namespace Scanner.Core.Findings;

/// <summary>A rule, whatever it looks at.</summary>
public interface IRule
{
    RuleIdentity Identity { get; }
}

/// <summary>
/// A pure function from one thing that is known to what is wrong with it. What it found stands until that thing changes.
/// </summary>
/// <typeparam name="T">What it looks at, one at a time.</typeparam>
internal interface IRule<T> : IRule
{
    IEnumerable<Finding> Evaluate(T item, RuleContext context);
}
