using System.Collections.Immutable;

namespace Scanner.Simulator.Catalog;

/// <summary>Everything that is served now: built-in types plus the custom resources of the stored definitions. Thread-safe.</summary>
internal sealed class ResourceCatalog(ImmutableArray<ResourceType> builtIn)
{
    private volatile State _state = State.Of(builtIn);

    /// <summary>In discovery order: built-in first, custom resources after them.</summary>
    public ImmutableArray<ResourceType> All => _state.All;

    /// <summary>Null when this group and version do not serve the resource.</summary>
    public ResourceType? Find(string group, string version, string resource) =>
        _state.ByPath.GetValueOrDefault((group, version, resource));

    /// <summary>The preferred version of a resource; null when not served.</summary>
    public ResourceType? Find(ResourceKey key) => _state.All.FirstOrDefault(t => t.Group == key.Group && t.Resource == key.Resource);

    /// <summary>The type of an object by its <c>apiVersion</c> and <c>kind</c>; null when not served.</summary>
    public ResourceType? FindKind(string apiVersion, string kind) =>
        _state.All.FirstOrDefault(t => t.Kind == kind && t.ApiVersion == apiVersion);

    public bool ServesVersion(string group, string version) =>
        _state.All.Any(t => t.Group == group && t.Version == version);

    public bool ServesGroup(string group) => _state.All.Any(t => t.Group == group);

    /// <summary>Replaces the custom resources.</summary>
    public void SetCustom(IEnumerable<ResourceType> custom) => _state = State.Of(builtIn.AddRange(custom));

    private sealed record State(
        ImmutableArray<ResourceType> All,
        Dictionary<(string Group, string Version, string Resource), ResourceType> ByPath)
    {
        public static State Of(ImmutableArray<ResourceType> all) => new(all, all.ToDictionary(t => (t.Group, t.Version, t.Resource)));
    }
}
