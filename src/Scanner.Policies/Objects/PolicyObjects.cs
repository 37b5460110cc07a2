using System.Text.Json;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Objects;

/// <summary>
/// The objects that policies are compiled from, from a cluster or from files: policies, bindings, parameters, webhook registrations,
/// namespaces, ConfigMaps. Of what is not known, nothing may be concluded from its absence.
/// </summary>
public sealed class PolicyObjects
{
    private readonly Dictionary<(string Group, string Kind), List<JsonElement>> _objects = [];
    private readonly Func<string, string, bool> _isKnown;

    /// <param name="objects">Each with apiVersion, kind and metadata; others are passed over.</param>
    /// <param name="isKnown">
    /// Whether all objects of a group and kind are among them. By default only of those that there are some of, as with files.
    /// </param>
    public PolicyObjects(IEnumerable<JsonElement> objects, Func<string, string, bool>? isKnown = null)
    {
        foreach (var item in objects.Select(LoneSurrogates.Replaced))
        {
            if (MatchReader.Text(item, "kind") is not { Length: > 0 } kind)
                continue;
            var key = (GroupOf(MatchReader.Text(item, "apiVersion")), kind);
            if (!_objects.TryGetValue(key, out var list))
                _objects[key] = list = [];
            list.Add(item);
        }

        _isKnown = isKnown ?? ((group, kind) => _objects.ContainsKey((group, kind)));
    }

    /// <summary>Every object of a kind, of whatever version, in the order given. The core group is empty.</summary>
    public IReadOnlyList<JsonElement> All(string group, string kind) => _objects.TryGetValue((group, kind), out var list) ? list : [];

    /// <summary>Every object of a group, of whatever kind: constraints have kinds of their own.</summary>
    public IEnumerable<JsonElement> AllOf(string group) =>
        _objects.Where(o => o.Key.Group == group).OrderBy(o => o.Key.Kind, StringComparer.Ordinal).SelectMany(o => o.Value);

    /// <param name="space">Empty for objects of the cluster.</param>
    public JsonElement? Find(string group, string kind, string space, string name)
    {
        foreach (var item in All(group, kind))
        {
            var metadata = MatchReader.Child(item, "metadata");
            if (MatchReader.Text(metadata, "name") == name && MatchReader.Text(metadata, "namespace") == space)
                return item;
        }

        return null;
    }

    /// <summary>False where objects may be missing because they were not given or may not be read.</summary>
    public bool IsKnown(string group, string kind) => _isKnown(group, kind);

    /// <summary>The group of an <c>apiVersion</c>; empty for the core group.</summary>
    public static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "";
}
