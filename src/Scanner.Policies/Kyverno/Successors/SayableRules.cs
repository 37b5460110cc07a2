using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Registration;
using Scanner.Policies.Kyverno.Scopes;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Kyverno.Successors;

/// <summary>The rules of a ClusterPolicy or Policy that validate, where a policy about containers alone can stand for all of them.</summary>
internal static class SayableRules
{
    /// <summary>The same match and exclude, the same action for every namespace, and nothing else that a rule goes by than containers.</summary>
    /// <returns>Empty where no other policy can say it.</returns>
    public static CelValue[] Of(CelValue policy, int minor)
    {
        var spec = Tree.Get(policy, "spec");
        var rules = Array.FindAll(Tree.Items(spec, "rules"), r => Tree.Get(r, "validate") is not null || Tree.Get(r, "verifyImages") is not null);
        if (rules.Length == 0 || Tree.Text(spec, "applyRules") == "One" || Tree.Items(spec, "validationFailureActionOverrides").Length > 0
            || Tree.Items(spec, "webhookConfiguration", "matchConditions").Length > 0)
        {
            return [];
        }

        var isSayable = Array.TrueForAll(rules, IsSayable)
            && rules.Select(r => Text(r, "match") + Text(r, "exclude")).Distinct().Count() == 1
            && rules.Select(r => FailureActions.IsWrittenEnforced(policy, r)).Distinct().Count() == 1
            && !ReadsElsewhere(policy, rules, minor);
        return isSayable ? rules : [];
    }

    private static bool IsSayable(CelValue rule) =>
        Tree.Get(rule, "verifyImages") is null
        && Tree.Items(rule, "validate", "failureActionOverrides").Length == 0
        && Tree.Items(rule, "validate", "podSecurity", "exclude").Length == 0
        && (Tree.Get(rule, "preconditions") is not { } preconditions || IsOfOperation(preconditions));

    /// <summary>Which operations the rule is for, and no more.</summary>
    private static bool IsOfOperation(CelValue preconditions)
    {
        CelValue[] conditions = preconditions is CelList list ? list.Items.ToArray() : [.. Tree.Items(preconditions, "any"), .. Tree.Items(preconditions, "all")];
        return Array.TrueForAll(conditions, c => Tree.Text(c, "key").Replace(" ", "", StringComparison.Ordinal) is "{{request.operation}}" or "{{request.operation||'BACKGROUND'}}");
    }

    /// <summary>The name or labels of the namespace or the pod, beside match and exclude.</summary>
    private static bool ReadsElsewhere(CelValue policy, CelValue[] rules, int minor)
    {
        var bare = Tree.With(null, ("spec", Tree.With(null, ("rules", new CelList([.. rules.Select(Bare)])))), ("metadata", Tree.With(null, ("name", Tree.Get(policy, "metadata", "name")))));
        var scope = KyvernoScope.OfRules(bare, KyvernoObjects.Of(new PolicyObjects([]), minor));
        return scope.ReadsNamespace || scope.ReadsPodMetadata || !scope.NamespaceLabels.IsEmpty;
    }

    private static CelTable Bare(CelValue rule)
    {
        var validate = Tree.With(Tree.Get(rule, "validate"), ("message", null));
        return Tree.With(rule, ("match", null), ("exclude", null), ("preconditions", null), ("validate", validate));
    }

    private static string Text(CelValue rule, string field) => Tree.Get(rule, field) is { } value ? JsonText.Of(value) : "";
}
