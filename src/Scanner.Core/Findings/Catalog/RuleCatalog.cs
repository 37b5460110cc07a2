using System.Collections.Immutable;
using Scanner.Core.Findings.Admission;
using Scanner.Core.Findings.Inventory;
using Scanner.Core.Findings.Policies;
using Scanner.Core.Findings.Rbac;
using Scanner.Core.Findings.Self;

namespace Scanner.Core.Findings.Catalog;

/// <summary>All rules there are.</summary>
public static class RuleCatalog
{
    public static ImmutableArray<IRule> All { get; } = Checked(
        new PrivilegedAdmittedRule(),
        new PolicyGapRule(),
        new FailClosedByOutageRule(),
        new NotProbedRule(),
        new ProfileAdmittedRule(),
        new ProtectionLostRule(),
        new SanitizedOnlyRule(),
        new PrivilegedEphemeralContainerRule(),
        new BaselineViolatedRule(),
        new EphemeralContainerLingersRule(),
        new BroadGrantRule(),
        new ServiceAccountGrantRule(),
        new AggregatedGrantRule(),
        new NamespaceGrantRule(),
        new EscalationPathRule(),
        new DanglingGrantRule(),
        new PolicyNotMatchedRule(),
        new PolicyNotReadRule(),
        new PolicySkipsUpdateRule(),
        new NotEnforcedRule(),
        new FailsOpenRule(),
        new ExemptRule(),
        new EngineOutdatedRule(),
        new PodSecurityPolicyOnlyRule(),
        new PodSecurityNotEnforcedRule(),
        new PredictionDiffersRule(),
        new NotFencedRule(),
        new BlindRule());

    /// <summary>What the rules that look at things of this type find wrong with one of them.</summary>
    internal static IEnumerable<Finding> Evaluate<T>(T item, RuleContext context) => Of<T>.Rules.SelectMany(rule => rule.Evaluate(item, context));

    internal static ImmutableArray<IRule> Checked(params ReadOnlySpan<IRule> rules)
    {
        var ids = new HashSet<string>();
        foreach (var rule in rules)
        {
            if (!ids.Add(rule.Identity.Id))
                throw new InvalidOperationException($"two rules are called {rule.Identity.Id}");
        }

        return [.. rules];
    }

    private static class Of<T>
    {
        public static readonly ImmutableArray<IRule<T>> Rules = [.. All.OfType<IRule<T>>()];
    }
}
