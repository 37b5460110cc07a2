using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.JsonPatches;
using Scanner.Policies.Kyverno.Conditions;
using Scanner.Policies.Kyverno.Contexts;
using Scanner.Policies.Kyverno.Rules;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Mutations;

/// <summary><c>mutate</c>: one patch, or one for each element of a list. Source: pkg/engine/mutate.</summary>
internal static class MutateRule
{
    private const int MostElements = 1_000;

    /// <returns>The object afterwards, or an error or an unknown.</returns>
    public static CelValue Run(RuleRun run, CelValue mutate, CelValue target)
    {
        var (preconditions, _) = ConditionSet.Evaluate(Tree.Get(run.Rule, "preconditions"), run.Variables);
        if (!preconditions.IsTrue)
            return preconditions.IsFailure ? preconditions : target;
        return Tree.Get(mutate, "foreach") is CelList loops ? ForEach(run, loops, target) : Patch(run.Variables, mutate, target);
    }

    private static CelValue ForEach(RuleRun run, CelList loops, CelValue target)
    {
        foreach (var loop in loops.Items)
        {
            var list = Queries.Run(Tree.Text(loop, "list"), run.Scope);
            if (list is CelUnknown || (list.IsFailure && list is not UnknownKey))
                return list;
            CelValue[] elements = list is CelList items ? items.Items.ToArray() : list.IsFailure ? [] : [list];
            if (elements.Length > MostElements)
                return CelUnknown.Of($"a list of more than {MostElements} elements");
            for (var i = 0; i < elements.Length; i++)
            {
                var scope = run.Scope.With("element", elements[i]).With("element0", elements[i]).With("elementIndex", CelInt.Of(i)).With("elementIndex0", CelInt.Of(i));
                var within = run with { Scope = run.Entries.Add(scope, Tree.Items(loop, "context")) };
                var (conditions, _) = ConditionSet.Evaluate(Tree.Get(loop, "preconditions"), within.Variables);
                if (conditions is CelUnknown)
                    return conditions;
                if (!conditions.IsTrue)
                    continue;
                target = Patch(within.Variables, loop, target);
                if (target.IsFailure)
                    return target;
            }
        }

        return target;
    }

    private static CelValue Patch(Substitution variables, CelValue part, CelValue target)
    {
        if (Tree.Get(part, "patchStrategicMerge") is { } merge)
        {
            var patch = variables.All(merge);
            return patch.IsFailure ? patch : StrategicMerge.Apply(patch, target) ?? target;
        }

        if (Tree.Text(part, "patchesJson6902") is not { Length: > 0 } text)
            return Tree.Get(part, "foreach") is null ? target : CelUnknown.Of("a foreach within another");
        var written = variables.All(new CelString(text));
        if (written is not CelString { Value: var json })
            return written.IsFailure ? written : CelUnknown.Of("patchesJson6902 that is no text");
        var operations = PatchText.Read(json);
        return operations is CelList list ? CelPatch.OfKyverno.Apply(target, list).Patched ?? new CelError("failed to apply JSON patch") : operations;
    }
}
