using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Filters;

/// <summary>
/// One element of <c>match</c> or <c>exclude</c>: resources and who asks. Source: pkg/engine/utils/match.go. The answer is true or false,
/// or unknown where roles decide and are not known.
/// </summary>
internal static class ResourceFilter
{
    /// <param name="filter"><c>resources</c>, <c>subjects</c>, <c>roles</c>, <c>clusterRoles</c>.</param>
    public static CelValue Matches(CelValue? filter, JudgedRequest request, bool takesEphemeral = true, bool isExclude = false)
    {
        var resources = Tree.Get(filter, "resources");
        // Where nobody asks, as in the background, a match looks at the resource alone.
        if (!isExclude && request.Request.User is { Name.Length: 0, Groups.IsEmpty: true } && !IsEmpty(resources))
            return Describes(resources, request, takesEphemeral);
        if (IsEmpty(resources) && IsEmpty(filter, "subjects") && IsEmpty(filter, "roles") && IsEmpty(filter, "clusterRoles"))
            return CelBool.False;
        var described = Describes(resources, request, takesEphemeral);
        if (described.IsFalse)
            return described;
        var meant = MatchesUser(filter, request);
        return meant.IsFalse || described.IsTrue ? meant : CelUnknown.Worse(described, meant);
    }

    private static bool IsEmpty(CelValue? value, params ReadOnlySpan<string> path) => Tree.Get(value, path) switch
    {
        CelList list => list.Count == 0,
        CelMap map => map.Count == 0,
        var other => other is null,
    };

    private static CelValue Describes(CelValue? filter, JudgedRequest request, bool takesEphemeral)
    {
        var resource = request.Resource;
        var isDescribed = Any(Tree.Texts(filter, "operations"), o => o == request.Operation)
            && Any(Tree.Texts(filter, "kinds"), k => KindSelector.Parse(k).Matches(request.Kind, request.SubResource, takesEphemeral))
            && (Tree.Text(filter, "name") is not { Length: > 0 } name || Wildcard.Matches(name, request.Name))
            && Any(Tree.Texts(filter, "names"), n => Wildcard.Matches(n, request.Name))
            && Any(Tree.Texts(filter, "namespaces"), n => Wildcard.Matches(n, request.Kind.Kind == "Namespace" ? request.Name : request.Namespace))
            && Tree.Pairs(filter, "annotations").All(a => Tree.Pairs(resource, "metadata", "annotations").Any(p => Wildcard.Matches(a.Key, p.Key) && Wildcard.Matches(a.Value, p.Value)))
            && (Tree.Get(filter, "selector") is not { } selector || Selectors.Selects(selector, Tree.Pairs(resource, "metadata", "labels")));
        if (!isDescribed || Tree.Get(filter, "namespaceSelector") is not { } namespaces)
            return CelBool.Of(isDescribed);
        return request.Kind.Kind == "Namespace" ? CelBool.False : Selectors.SelectsNamespace(namespaces, request.Request);
    }

    private static bool Any(IReadOnlyCollection<string> wanted, Func<string, bool> isMet) => wanted.Count == 0 || wanted.Any(isMet);

    private static CelValue MatchesUser(CelValue? filter, JudgedRequest request)
    {
        var user = request.Request.User;
        var subjects = Tree.Items(filter, "subjects");
        if (subjects.Length > 0 && !Array.Exists(subjects, s => IsSubject(s, user.Name, user.Groups)))
            return CelBool.False;
        CelValue result = CelBool.True;
        foreach (var (field, held) in (ReadOnlySpan<(string, System.Collections.Immutable.ImmutableArray<string>?)>)[("roles", user.Roles), ("clusterRoles", user.ClusterRoles)])
        {
            var wanted = Tree.Texts(filter, field);
            if (wanted.IsEmpty)
                continue;
            if (held is not { } known)
                result = CelUnknown.Of("the roles of the user");
            else if (!wanted.Any(w => known.Contains(w)))
                return CelBool.False;
        }

        return result;
    }

    private static bool IsSubject(CelValue subject, string user, IReadOnlyList<string> groups)
    {
        var name = Tree.Text(subject, "name");
        return Tree.Text(subject, "kind") switch
        {
            "ServiceAccount" => Wildcard.Matches($"system:serviceaccount:{Tree.Text(subject, "namespace")}:{name}", user),
            "Group" => groups.Any(g => Wildcard.Matches(name, g)),
            "User" => Wildcard.Matches(name, user),
            _ => false,
        };
    }
}
