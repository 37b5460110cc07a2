using Scanner.Core.Analysis;
using Scanner.Core.Posture;

namespace Scanner.Core.Rules;

/// <summary>A rule that looks at one namespace at a time and has at most one thing to say of it.</summary>
internal abstract class NamespaceRule(string id, string title, Severity severity) : IRule
{
    public RuleIdentity Identity { get; } = new(id, title, severity);

    public IEnumerable<Finding> Evaluate(RuleContext context) =>
        from ns in context.Scan.Namespaces
        let message = MessageOf(ns)
        where message is not null
        select Identity.Find(Resources.Namespace(ns.Name), message, RemediationOf(ns));

    /// <summary>Null when the rule is content.</summary>
    protected abstract string? MessageOf(NamespacePosture ns);

    protected virtual string RemediationOf(NamespacePosture ns) => NamespaceExplanation.Fix(ns);
}
