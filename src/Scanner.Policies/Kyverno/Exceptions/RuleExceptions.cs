using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Conditions;
using Scanner.Policies.Kyverno.Contexts;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Kyverno.Exceptions;

/// <summary>PolicyExceptions of <c>kyverno.io</c>. Source: pkg/engine/utils/exceptions.go.</summary>
internal sealed class RuleExceptions
{
    private readonly CelValue[] _exceptions;

    /// <param name="policy">As exceptions name it: <c>namespace/name</c> for a Policy.</param>
    public RuleExceptions(PolicyObjects objects, string policy)
    {
        _exceptions =
        [
            .. objects.All("kyverno.io", "PolicyException").Select(JsonValues.From)
                .Where(e => Array.Exists(Tree.Items(e, "spec", "exceptions"), x => Tree.Text(x, "policyName") == policy)),
        ];
        Policy = policy;
    }

    private string Policy { get; }

    /// <returns>
    /// The exceptions that are for the request; an unknown where that depends on what is not known.
    /// </returns>
    public (List<CelValue> Matched, CelUnknown? Unknown) For(string rule, JudgedRequest request, Substitution variables, bool takesEphemeral)
    {
        var matched = new List<CelValue>();
        CelUnknown? unknown = null;
        foreach (var exception in _exceptions.Where(e => Names(e, rule)))
        {
            var isFor = Applies(exception, request, variables, takesEphemeral);
            if (isFor.IsTrue)
                matched.Add(exception);
            unknown ??= isFor as CelUnknown;
        }

        return (matched, unknown);
    }

    public static string NameOf(CelValue exception)
    {
        var space = Tree.Text(exception, "metadata", "namespace");
        return (space.Length > 0 ? space + "/" : "") + Tree.Text(exception, "metadata", "name");
    }

    private bool Names(CelValue exception, string rule) => Array.Exists(
        Tree.Items(exception, "spec", "exceptions"),
        e => Tree.Text(e, "policyName") == Policy && Tree.Texts(e, "ruleNames").Any(n => Wildcard.Matches(n, rule)));

    private static CelValue Applies(CelValue exception, JudgedRequest request, Substitution variables, bool takesEphemeral)
    {
        var match = Tree.Get(exception, "spec", "match");
        if (Tree.Items(match, "any").Length + Tree.Items(match, "all").Length == 0)
            return CelBool.False;
        var isMatched = RuleMatch.Block(match, request, isExclude: false, takesEphemeral);
        if (!isMatched.IsTrue || Tree.Get(exception, "spec", "conditions") is not { } conditions)
            return isMatched;
        var (result, _) = ConditionSet.Evaluate(conditions, variables);
        // One whose conditions cannot be evaluated is passed over.
        return result is CelError ? CelBool.False : result;
    }
}
