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
    private readonly Dictionary<(string Group, string Kind), KindObjects> _objects = [];
    private readonly Func<string, string, bool> _isKnown;
    private readonly bool _isOfCluster;
    private readonly Func<string, string, bool> _areParametersKnown;

    /// <param name="objects">Each with apiVersion, kind and metadata; others are passed over.</param>
    /// <param name="isKnown">
    /// Whether all objects of a group and kind are among them. By default only of those that there are some of, as with files.
    /// </param>
    /// <param name="areParametersKnown">
    /// Whether those of a group and kind are among them that bindings of admission policies refer to. By default where all are.
    /// </param>
    public PolicyObjects(IEnumerable<JsonElement> objects, Func<string, string, bool>? isKnown = null, Func<string, string, bool>? areParametersKnown = null)
        : this(objects)
    {
        _isOfCluster = isKnown is not null;
        _isKnown = isKnown ?? ((group, kind) => _objects.ContainsKey((group, kind)));
        _areParametersKnown = areParametersKnown ?? _isKnown;
    }

    /// <summary>Of the same source as <paramref name="source"/>.</summary>
    private PolicyObjects(IEnumerable<JsonElement> objects, PolicyObjects source)
        : this(objects) => (_isOfCluster, _isKnown, _areParametersKnown) = (source._isOfCluster, source._isKnown, source._areParametersKnown);

    private PolicyObjects(IEnumerable<JsonElement> objects)
    {
        _isKnown = _areParametersKnown = static (_, _) => false;
        foreach (var item in objects.Select(LoneSurrogates.Replaced))
        {
            if (MatchReader.Text(item, "kind") is not { Length: > 0 } kind)
                continue;
            var key = (GroupOf(MatchReader.Text(item, "apiVersion")), kind);
            if (!_objects.TryGetValue(key, out var list))
                _objects[key] = list = new KindObjects();
            list.All.Add(item);
        }
    }

    /// <summary>Every object of a kind, of whatever version, in the order given. The core group is empty.</summary>
    public IReadOnlyList<JsonElement> All(string group, string kind) => _objects.TryGetValue((group, kind), out var list) ? list.All : [];

    /// <summary>Every object of a group, of whatever kind: constraints have kinds of their own.</summary>
    public IEnumerable<JsonElement> AllOf(string group) =>
        _objects.Where(o => o.Key.Group == group).OrderBy(o => o.Key.Kind, StringComparer.Ordinal).SelectMany(o => o.Value.All);

    /// <param name="space">Empty for objects of the cluster.</param>
    public JsonElement? Find(string group, string kind, string space, string name) =>
        _objects.TryGetValue((group, kind), out var list) && list.ByName.TryGetValue((space, name), out var item) ? item : null;

    /// <summary>The same with some objects changed.</summary>
    /// <param name="change">The object in its place: itself, another one, or null to leave it out.</param>
    public PolicyObjects Changed(Func<JsonElement, JsonElement?> change) =>
        new(_objects.Values.SelectMany(o => o.All).Select(change).OfType<JsonElement>(), this);

    /// <summary>False where objects may be missing because they were not given or may not be read.</summary>
    public bool IsKnown(string group, string kind) => _isKnown(group, kind);

    /// <summary>
    /// A cluster may have objects of a kind that could not be read. Files that hold none are no sign of any: who gives policies alone asks about
    /// these.
    /// </summary>
    public bool MayLack(string group, string kind) => _isOfCluster && !_isKnown(group, kind);

    /// <summary>False where an object may be missing that a binding of an admission policy refers to.</summary>
    public bool AreParametersKnown(string group, string kind) => _areParametersKnown(group, kind);

    /// <summary>The group of an <c>apiVersion</c>; empty for the core group.</summary>
    public static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "";

    /// <summary>The objects of a kind. They are looked up by name for every request, and there may be ten thousand namespaces.</summary>
    private sealed class KindObjects
    {
        private readonly Lazy<Dictionary<(string Space, string Name), JsonElement>> _byName;

        public KindObjects() => _byName = new Lazy<Dictionary<(string, string), JsonElement>>(Index);

        public List<JsonElement> All { get; } = [];

        public Dictionary<(string Space, string Name), JsonElement> ByName => _byName.Value;

        /// <summary>Of two of one name the first stands.</summary>
        private Dictionary<(string, string), JsonElement> Index()
        {
            var index = new Dictionary<(string, string), JsonElement>(All.Count);
            foreach (var item in All)
            {
                var metadata = MatchReader.Child(item, "metadata");
                index.TryAdd((MatchReader.Text(metadata, "namespace"), MatchReader.Text(metadata, "name")), item);
            }

            return index;
        }
    }
}
