using System.Text.Json;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Gatekeeper;

/// <summary>
/// <c>data.inventory</c>: the objects of the kinds that the Config or a SyncSet names, by namespace, version, kind and name. It is known where that
/// list is, and all objects of the kinds are.
/// </summary>
internal static class Inventory
{
    public const string ConfigGroup = "config.gatekeeper.sh";

    private const string SyncGroup = "syncset.gatekeeper.sh";

    public static RegoValue Read(PolicyObjects objects)
    {
        var isListed = objects.IsKnown(ConfigGroup, "Config") || objects.IsKnown(SyncGroup, "SyncSet");
        if (!isListed)
            return RegoUnknown.Of("data.inventory: the kinds that are synced");
        var kinds = objects.All(ConfigGroup, "Config").SelectMany(c => MatchReader.Items(MatchReader.Child(MatchReader.Child(c, "spec"), "sync"), "syncOnly"))
            .Concat(objects.All(SyncGroup, "SyncSet").SelectMany(s => MatchReader.Items(MatchReader.Child(s, "spec"), "gvks")))
            .Select(g => (Group: MatchReader.Text(g, "group"), Version: MatchReader.Text(g, "version"), Kind: MatchReader.Text(g, "kind"))).Distinct().ToArray();
        var missing = kinds.Where(k => !objects.IsKnown(k.Group, k.Kind)).Select(k => $"data.inventory: objects of kind {k.Kind}").ToArray();
        if (missing.Length > 0)
            return new RegoUnknown([.. missing]);
        var tree = new Branch();
        foreach (var (group, version, kind) in kinds)
        {
            foreach (var item in objects.All(group, kind))
                Add(tree, item, version.Length == 0 ? "" : group.Length == 0 ? version : $"{group}/{version}", kind);
        }

        return tree.Build();
    }

    private static void Add(Branch tree, JsonElement item, string version, string kind)
    {
        if (version.Length > 0 && MatchReader.Text(item, "apiVersion") != version)
            return;
        var metadata = MatchReader.Child(item, "metadata");
        var space = MatchReader.Text(metadata, "namespace");
        string[] start = space.Length > 0 ? ["namespace", space] : ["cluster"];
        tree.Put([.. start, MatchReader.Text(item, "apiVersion"), kind, MatchReader.Text(metadata, "name")], RegoJson.From(item));
    }

    private sealed class Branch
    {
        private readonly SortedDictionary<string, Branch> _children = new(StringComparer.Ordinal);
        private RegoValue? _value;

        public void Put(ReadOnlySpan<string> path, RegoValue value)
        {
            if (path.IsEmpty)
            {
                _value = value;
                return;
            }

            if (!_children.TryGetValue(path[0], out var child))
                _children[path[0]] = child = new Branch();
            child.Put(path[1..], value);
        }

        public RegoValue Build() => _value ?? RegoObject.Of([.. _children.Select(c => (c.Key, c.Value.Build()))]);
    }
}
