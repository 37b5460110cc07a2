using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Simulator.Schemas;

namespace Scanner.Simulator.Catalog;

/// <summary>One served resource in one version, as discovery describes it.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Resource">The plural name in paths and RBAC rules.</param>
internal sealed record ResourceType(string Group, string Version, string Resource, string Kind, bool Namespaced)
{
    public string Singular { get; init; } = Kind.ToLowerInvariant();

    public ImmutableArray<string> Verbs { get; init; } = [];

    public ImmutableArray<string> ShortNames { get; init; } = [];

    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>Opaque in discovery; null when not known.</summary>
    public string? StorageVersionHash { get; init; }

    public ImmutableArray<SubresourceType> Subresources { get; init; } = [];

    /// <summary>Whether <c>metadata.generation</c> counts changes of the spec.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Null for built-in types, else the custom resource's own description.</summary>
    public CustomResource? Custom { get; init; }

    public string ApiVersion => Group.Length == 0 ? Version : Group + "/" + Version;

    public string ListKind => Custom?.ListKind ?? Kind + "List";

    /// <summary><c>pods</c>, <c>leases.coordination.k8s.io</c>: how error messages name the resource.</summary>
    public string QualifiedResource => Group.Length == 0 ? Resource : Resource + "." + Group;

    /// <summary>Where objects are stored: all versions of a resource share one place, and so do the events of both their groups.</summary>
    public ResourceKey Key => new(Resource == "events" && Group == "events.k8s.io" ? "" : Group, Resource);

    public bool HasStatus => Subresources.Any(s => s.Name == "status");

    public JsonObject? Schema => Custom?.Schema;

    /// <summary>The fields of its objects and how they merge; deduced from the values where nothing declares them.</summary>
    public SchemaType Shape => field ??= Custom is null
        ? TypeTable.Find(Group, Version, Kind) ?? SchemaType.Deduced
        : CustomTypeReader.Read(Custom.Schema, Kind);
}
