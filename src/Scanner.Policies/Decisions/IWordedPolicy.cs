namespace Scanner.Policies.Decisions;

/// <summary>
/// A policy whose texts and numbers are known: what it wants of a pod is among them, so that one can be made that complies with it.
/// </summary>
public interface IWordedPolicy : IPolicy
{
    /// <summary>Values, names of fields, parts of expressions, in any order.</summary>
    IEnumerable<string> Words { get; }
}
