using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.CelPolicies;

/// <summary>
/// What Kyverno makes for workloads of a policy whose resources are exactly <c>pods</c>. One that names
/// <c>pods/ephemeralcontainers</c> as well is made nothing of. Source: pkg/cel/autogen.
/// </summary>
internal static class CelAutogen
{
    private static readonly (string Resource, string Group)[] s_workloads =
        [("daemonsets", "apps"), ("deployments", "apps"), ("replicasets", "apps"), ("statefulsets", "apps"), ("jobs", "batch"), ("cronjobs", "batch")];

    public static IEnumerable<CelValue> Of(CelValue spec)
    {
        var match = Tree.Get(spec, "matchConstraints");
        var rules = Tree.Items(match, "resourceRules");
        if (rules is not [var rule] || !IsPods(rule) || Tree.Items(match, "excludeResourceRules").Length > 0 || HasSelector(match))
            yield break;
        var wanted = Tree.Get(spec, "autogen", "podControllers", "controllers") is CelList ? Tree.Texts(spec, "autogen", "podControllers", "controllers") : [.. s_workloads.Select(w => w.Resource)];
        foreach (var (resource, group) in s_workloads.Where(w => wanted.Contains(w.Resource)))
        {
            var made = Tree.With(rule, ("apiGroups", CelList.OfStrings([group])), ("resources", CelList.OfStrings([resource])));
            var constraints = Tree.With(null, ("resourceRules", new CelList([made])), ("namespaceSelector", Tree.Get(match, "namespaceSelector")));
            yield return Moved(Tree.With(spec, ("matchConstraints", constraints)), resource == "cronjobs" ? "spec.jobTemplate.spec.template." : "spec.template.");
        }
    }

    private static bool IsPods(CelValue rule) =>
        Tree.Items(rule, "resourceNames").Length == 0
        && Tree.Texts(rule, "apiGroups") is [""]
        && Tree.Texts(rule, "apiVersions") is ["v1"]
        && Tree.Texts(rule, "resources") is ["pods"];

    private static bool HasSelector(CelValue? match) =>
        Tree.Entries(Tree.Get(match, "objectSelector", "matchLabels")).Any() || Tree.Items(match, "objectSelector", "matchExpressions").Length > 0;

    private static CelValue Moved(CelValue value, string template) => value switch
    {
        CelString text => new CelString(Moved(text.Value, template)),
        CelList list => new CelList([.. list.Items.ToArray().Select(i => Moved(i, template))]),
        CelMap => Tree.Of(Tree.Entries(value).Select(e => (e.Key, Moved(e.Value, template)))),
        _ => value,
    };

    /// <summary>The namespace of an object is its own, whatever stands around it.</summary>
    private static string Moved(string text, string template)
    {
        foreach (var path in (string[])["object.spec", "oldObject.spec", "object.metadata", "oldObject.metadata"])
        {
            var dot = path.IndexOf('.', StringComparison.Ordinal) + 1;
            var parts = text.Split(path);
            for (var i = 1; i < parts.Length; i++)
                parts[i] = (IsNamespace(parts[i]) ? path : path[..dot] + template + path[dot..]) + parts[i];
            text = string.Concat(parts);
        }

        return text;
    }

    private static bool IsNamespace(string rest)
    {
        const string field = ".namespace";
        return rest.StartsWith(field, StringComparison.Ordinal)
            && (rest.Length == field.Length || !(char.IsAsciiLetterOrDigit(rest[field.Length]) || rest[field.Length] == '_'));
    }
}
