using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Contexts;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Rules;

/// <summary><c>foreach</c>: a part of a rule for each element of a list. The first element that does not pass decides.</summary>
internal static class ForEachRule
{
    private const int MostElements = 10_000;
    private const int MostNesting = 8;

    public static RuleResult Run(RuleRun run, CelList loops)
    {
        var applied = 0;
        CelValue? error = null;
        if (run.Nesting >= MostNesting)
            return RuleResult.Depends(CelUnknown.Of($"a foreach within {MostNesting} others"));
        foreach (var loop in loops.Items)
        {
            var list = Queries.Run(Tree.Text(loop, "list"), run.Scope);
            if (list is CelUnknown unknown)
                return RuleResult.Depends(unknown);
            if (list.IsFailure)
            {
                error = list is UnknownKey ? error : list;
                continue;
            }

            CelValue[] elements = list is CelList items ? items.Items.ToArray() : [list];
            var result = Elements(run, loop, elements, ref applied);
            if (result is not null)
                return result;
        }

        if (applied > 0)
            return run.Pass("rule passed");
        return error is null ? RuleResult.Of(RuleStatus.Nothing, "") : RuleResult.Failure("failed to evaluate list", error);
    }

    /// <returns>Null where every element passes or is passed over.</returns>
    private static RuleResult? Elements(RuleRun run, CelValue loop, CelValue[] elements, ref int applied)
    {
        if (elements.Length > MostElements)
            return RuleResult.Depends(CelUnknown.Of($"a list of more than {MostElements} elements"));
        RuleResult? unknown = null;
        for (var i = 0; i < elements.Length; i++)
        {
            if (elements[i] is CelNull)
                continue;
            run.Scope.Reload();
            var scope = Tree.Flag(loop, "elementScope") ?? elements[i] is CelMap;
            if (scope && elements[i] is not CelMap)
                return RuleResult.Of(RuleStatus.Error, $"failed to process foreach: cannot use elementScope=true foreach rules for elements that are not maps");
            var result = ValidateRule.Run(Within(run, elements[i], i, scope), loop);
            if (result.Status == RuleStatus.Pass)
                applied++;
            else if (result.Status == RuleStatus.Unknown)
                unknown ??= result;
            else if (result.Status is RuleStatus.Fail or RuleStatus.Error && !IsPrecondition(result))
                return unknown is not null && result.Status == RuleStatus.Error ? unknown : result with { Message = "validation failure: " + result.Message };
        }

        run.Scope.Reload();
        return unknown;
    }

    /// <summary>An element whose preconditions cannot be evaluated is passed over.</summary>
    private static bool IsPrecondition(RuleResult result) =>
        result.Status == RuleStatus.Error && result.Message.Contains("failed to evaluate preconditions", StringComparison.Ordinal);

    private static RuleRun Within(RuleRun run, CelValue element, int index, bool isScoped) => run with
    {
        Scope = run.Scope
            .With("element", element).With($"element{run.Nesting}", element)
            .With("elementIndex", CelInt.Of(index)).With($"elementIndex{run.Nesting}", CelInt.Of(index)),
        Element = isScoped ? element : run.Element,
        Nesting = run.Nesting + 1,
    };
}
