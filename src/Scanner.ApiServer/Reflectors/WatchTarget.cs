using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Reflectors;

/// <summary>What is watched.</summary>
public sealed record WatchTarget(ResourcePath Path)
{
    /// <summary>As kubectl's <c>-l</c>; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Only that objects changed is of interest.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>Every API server serves it: a 404 is then the answer of something else, or of a server that is starting.</summary>
    public bool IsAlwaysServed { get; init; }

    /// <summary>As RBAC and users write it: <c>resource.group</c>.</summary>
    public string Name => Path.Group.Length == 0 ? Path.Resource : $"{Path.Resource}.{Path.Group}";

    /// <summary>The same, with the namespace where it is of one only.</summary>
    public string Place => Path.Namespace is { } ns ? $"{Name} in {ns}" : Name;
}
