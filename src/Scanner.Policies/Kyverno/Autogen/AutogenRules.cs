using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Autogen;

/// <summary>
/// The rules that Kyverno makes for workloads from a rule for pods. The reverse is not done: a rule for workloads judges no pods. Source:
/// pkg/autogen/v1.
/// </summary>
internal static class AutogenRules
{
    private const string Annotation = "pod-policies.kyverno.io/autogen-controllers";
    private const int LongestName = 63;

    private static readonly string[] s_controllers = ["DaemonSet", "Deployment", "Job", "StatefulSet", "ReplicaSet", "ReplicationController", "CronJob"];

    /// <returns>The rules that a request for a kind is judged by.</returns>
    public static CelValue[] Of(CelValue policy, string kind)
    {
        var rules = Tree.Items(policy, "spec", "rules");
        if (!s_controllers.Contains(kind) || !CanGenerate(rules) || !Wanted(policy).Contains(kind))
            return rules;
        var made = rules.Select(r => Generate(r, kind)).OfType<CelValue>().ToArray();
        return made.Length == 0 ? rules : [.. rules.Where(r => !IsGenerated(r)), .. made];
    }

    private static string[] Wanted(CelValue policy) =>
        Tree.Text(policy, "metadata", "annotations", Annotation) is { Length: > 0 } text ? text.Split(',') : s_controllers;

    /// <summary>Names, selectors and annotations of pods need not hold for workloads, so no rules are made where a rule has them.</summary>
    private static bool CanGenerate(CelValue[] rules)
    {
        var isNeeded = false;
        foreach (var rule in rules)
        {
            if (Tree.Get(rule, "generate") is not null || HasJsonPatch(Tree.Get(rule, "mutate")))
                return false;
            foreach (var resources in Blocks(rule).Select(b => Tree.Get(b, "resources")))
            {
                var kinds = Tree.Texts(resources, "kinds");
                if (Tree.Text(resources, "name").Length > 0 || !Tree.Texts(resources, "names").IsEmpty || Tree.Get(resources, "selector") is not null
                    || Tree.Get(resources, "annotations") is not null || (kinds.Length > 1 && HasPod(kinds)))
                {
                    return false;
                }

                isNeeded |= kinds.Any(k => k == "Pod" || s_controllers.Contains(k));
            }
        }

        return isNeeded;
    }

    private static bool HasJsonPatch(CelValue? mutate) =>
        Tree.Text(mutate, "patchesJson6902").Length > 0 || Array.Exists(Tree.Items(mutate, "foreach"), f => Tree.Text(f, "patchesJson6902").Length > 0);

    private static IEnumerable<CelValue?> Blocks(CelValue rule) =>
        from block in (string[])["match", "exclude"]
        let value = Tree.Get(rule, block)
        where value is not null
        from part in Tree.Items(value, "any").Concat(Tree.Items(value, "all")).Append(value)
        select part;

    private static bool HasPod(IEnumerable<string> kinds) => kinds.Any(k => k.Split('/') is var parts && (parts[^1] == "Pod" || parts.Contains("Pod")));

    private static bool IsGenerated(CelValue rule) => Tree.Text(rule, "name").StartsWith("autogen-", StringComparison.Ordinal);

    private static CelValue? Generate(CelValue rule, string kind)
    {
        var excluded = KindsOf(Tree.Get(rule, "exclude"));
        if (IsGenerated(rule) || !HasPod(KindsOf(Tree.Get(rule, "match"))) || (excluded.Length > 0 && !HasPod(excluded)))
            return null;
        var isCron = kind == "CronJob";
        var wrapped = Wrapped(rule, isCron);
        if (wrapped is null)
            return null;
        var name = (isCron ? "autogen-cronjob-" : "autogen-") + Tree.Text(rule, "name");
        var made = Tree.With(
            wrapped,
            ("name", new CelString(name.Length > LongestName ? name[..LongestName] : name)),
            ("match", ForKind(Tree.Get(rule, "match"), kind)),
            ("exclude", ForKind(Tree.Get(rule, "exclude"), kind)));
        return Moved(made, isCron, isCel: Tree.Get(rule, "validate", "cel") is not null);
    }

    private static string[] KindsOf(CelValue? block) => block is null ? []
        : [.. Tree.Items(block, "any").Concat(Tree.Items(block, "all")).Append(block).SelectMany(b => Tree.Texts(b, "resources", "kinds"))];

    private static CelValue? ForKind(CelValue? block, string kind)
    {
        if (block is null)
            return null;
        foreach (var list in (string[])["any", "all"])
        {
            if (Tree.Items(block, list) is { Length: > 0 } parts)
                return Tree.With(block, (list, new CelList([.. parts.Select(p => WithKind(p, kind))])));
        }

        return WithKind(block, kind);
    }

    private static CelValue WithKind(CelValue part, string kind) => HasPod(Tree.Texts(part, "resources", "kinds"))
        ? Tree.With(part, ("resources", Tree.With(Tree.Get(part, "resources"), ("kinds", CelList.OfStrings([kind])))))
        : part;

    /// <summary>Patterns are put below the template; other parts find it by their paths.</summary>
    private static CelValue? Wrapped(CelValue rule, bool isCron)
    {
        if (Tree.Get(rule, "mutate") is { } mutate)
            return WrappedMutation(rule, mutate, isCron);
        if (Tree.Get(rule, "validate") is not { } validate)
            return Tree.Get(rule, "verifyImages") is null ? null : rule;
        if (Tree.Get(validate, "pattern") is { } pattern)
            return Tree.With(rule, ("validate", Tree.With(validate, ("pattern", Below(pattern, isCron)))));
        if (Tree.Get(validate, "anyPattern") is CelList patterns && Tree.Get(validate, "deny") is null && Tree.Get(validate, "podSecurity") is null)
            return Tree.With(rule, ("validate", Tree.With(validate, ("anyPattern", new CelList([.. patterns.Items.ToArray().Select(p => Below(p, isCron))])))));
        return ((string[])["deny", "podSecurity", "foreach", "cel"]).Any(f => Tree.Get(validate, f) is not null) ? rule : null;
    }

    private static CelValue? WrappedMutation(CelValue rule, CelValue mutate, bool isCron)
    {
        if (Tree.Get(mutate, "patchStrategicMerge") is { } patch)
            return Tree.With(rule, ("mutate", Tree.With(mutate, ("patchStrategicMerge", Below(patch, isCron)))));
        if (Tree.Items(mutate, "foreach") is not { Length: > 0 } loops)
            return null;
        var wrapped = loops.Select(l => Tree.With(l, ("patchStrategicMerge", Below(Tree.Get(l, "patchStrategicMerge") ?? CelNull.Value, isCron))));
        return Tree.With(rule, ("mutate", Tree.With(mutate, ("foreach", new CelList([.. wrapped])))));
    }

    private static CelValue Below(CelValue pattern, bool isCron)
    {
        var template = Tree.Of([("spec", Tree.Of([("template", pattern)]))]);
        return isCron ? Tree.Of([("spec", Tree.Of([("jobTemplate", template)]))]) : template;
    }

    /// <summary>Paths in texts lead to the template, wherever they stand in the rule.</summary>
    private static CelValue Moved(CelValue value, bool isCron, bool isCel)
    {
        var template = isCron ? "spec.jobTemplate.spec.template." : "spec.template.";
        var prefix = isCel ? "" : "request.";
        string[] paths = [$"{prefix}object.spec", $"{prefix}oldObject.spec", $"{prefix}object.metadata", $"{prefix}oldObject.metadata"];
        string Move(string text)
        {
            foreach (var path in paths)
            {
                var dot = path.LastIndexOf('.');
                text = text.Replace(path, path[..(dot + 1)] + template + path[(dot + 1)..], StringComparison.Ordinal);
            }

            return text;
        }

        return value switch
        {
            CelString text => new CelString(Move(text.Value)),
            CelList list => new CelList([.. list.Items.ToArray().Select(i => Moved(i, isCron, isCel))]),
            CelMap => Tree.Of(Tree.Entries(value).Select(e => (Move(e.Key), Moved(e.Value, isCron, isCel)))),
            _ => value,
        };
    }
}
