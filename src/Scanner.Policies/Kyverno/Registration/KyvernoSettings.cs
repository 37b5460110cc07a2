using System.Text.RegularExpressions;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Engines;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Registration;

/// <summary>
/// The ConfigMap of Kyverno and the version of its Deployment. Files without a ConfigMap filter nothing and exclude nobody; of a cluster whose
/// ConfigMap was not read it is not known what Kyverno lets through unread. Source: pkg/config.
/// </summary>
internal sealed class KyvernoSettings
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex s_bracketed = new(@"\[(?<filter>[^\[\]]*)\]", Options);

    private readonly (KindSelector Kind, string Namespace, string Name)[] _filters;
    private readonly VersionNumbers? _numbers;
    private readonly CelUnknown? _unread;
    private readonly Dictionary<string, (List<string> Excluded, List<string> Included)> _users = [];

    public KyvernoSettings(PolicyObjects objects)
    {
        var map = KyvernoConfigMap.Find(objects) is { } found ? JsonValues.From(found) : null;
        if (map is null && objects.MayLack("", "ConfigMap"))
            _unread = CelUnknown.Of("what Kyverno's ConfigMap leaves out (it takes the right to get that)");
        _filters = [.. s_bracketed.Matches(Tree.Text(map, "data", "resourceFilters")).Select(m => Filter(m.Groups["filter"].Value.Split(',')))];
        foreach (var field in (string[])["excludeGroups", "excludeUsernames", "excludeRoles", "excludeClusterRoles"])
        {
            var patterns = Tree.Text(map, "data", field).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            _users[field] = ([.. patterns.Where(p => p[0] != '!')], [.. patterns.Where(p => p[0] == '!').Select(p => p[1..].Trim())]);
        }

        Version = EngineVersions.Of(EngineNames.Kyverno, objects);
        _numbers = VersionNumbers.Parse(Version);
    }

    /// <summary>What <c>resourceFilters</c> compare the names of namespaces with.</summary>
    public IEnumerable<string> NamespacePatterns => _filters.Select(f => f.Namespace).Distinct();

    /// <summary>As the image is tagged; null where no Deployment of Kyverno is among the objects.</summary>
    public string? Version { get; }

    /// <summary>A selector of pods in an exception means their ephemeral containers from 1.13 on.</summary>
    public bool ExceptionsTakeEphemeral => _numbers?.IsBefore(new VersionNumbers(1, 13, 0)) != true;

    /// <summary>Kyverno asks for ephemeral containers wherever it asks for pods from 1.5.3 on.</summary>
    public bool AsksForEphemeral => _numbers?.IsBefore(new VersionNumbers(1, 5, 3)) != true;

    /// <returns>Why Kyverno lets the request through unread; null where it does not; an unknown where roles decide.</returns>
    public (string? Why, CelUnknown? Unknown) Excludes(JudgedRequest judged)
    {
        if (_unread is not null)
            return (null, _unread);
        var request = judged.Request;
        if (Array.Exists(_filters, f => f.Kind.Matches(judged.Kind, request.SubResource, takesEphemeral: false) && Wildcard.Matches(f.Namespace, request.Namespace) && Wildcard.Matches(f.Name, judged.Name)))
            return ("the resourceFilters of Kyverno's ConfigMap leave the request out", null);
        return ExcludesUser(request.User);
    }

    private (string?, CelUnknown?) ExcludesUser(RequestUser user)
    {
        var (groups, names) = (_users["excludeGroups"], _users["excludeUsernames"]);
        if (IsAny(groups.Included, user.Groups) || IsAny(names.Included, [user.Name]))
            return (null, null);
        var (roles, wide) = (_users["excludeRoles"], _users["excludeClusterRoles"]);
        var dependsOnRoles = (user.Roles is null && roles.Excluded.Count + roles.Included.Count > 0)
            || (user.ClusterRoles is null && wide.Excluded.Count + wide.Included.Count > 0);
        if (IsAny(roles.Included, user.Roles ?? []) || IsAny(wide.Included, user.ClusterRoles ?? []))
            return (null, null);
        var isExcluded = IsAny(groups.Excluded, user.Groups) || IsAny(names.Excluded, [user.Name])
            || IsAny(roles.Excluded, user.Roles ?? []) || IsAny(wide.Excluded, user.ClusterRoles ?? []);
        if (dependsOnRoles)
            return (null, CelUnknown.Of("the roles of the user"));
        return (isExcluded ? "Kyverno's ConfigMap excludes the user" : null, null);
    }

    private static bool IsAny(List<string> patterns, IEnumerable<string> values) => values.Any(v => patterns.Exists(p => Wildcard.Matches(p, v)));

    private static (KindSelector, string, string) Filter(string[] parts) =>
        (KindSelector.Parse(parts[0]), parts.Length > 1 ? parts[1] : "", parts.Length > 2 ? parts[2] : "");
}
