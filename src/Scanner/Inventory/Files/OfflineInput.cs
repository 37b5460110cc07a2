using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Inventory.Files;

/// <summary>All that files told: the same facts that lists of a cluster give. Immutable. Lists are in order of namespace and name.</summary>
internal sealed class OfflineInput
{
    /// <summary>What was read, as the user named it.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Those whose Namespace object is in the input.</summary>
    public required ImmutableArray<NamespaceFacts> Namespaces { get; init; }

    /// <summary>Labels of <see cref="Namespaces"/>, by name, with the one that the API server gives to each.</summary>
    public required ImmutableDictionary<string, ImmutableDictionary<string, string>> NamespaceLabels { get; init; }

    /// <summary>Names of all namespaces that any object is in, those of <see cref="Namespaces"/> among them.</summary>
    public required ImmutableSortedSet<string> NamespaceNames { get; init; }

    public required ImmutableArray<PodFacts> Pods { get; init; }

    /// <summary>Roles and ClusterRoles, the built-in ones for users added, aggregated ones with the rules that they gather.</summary>
    public required ImmutableArray<RoleFacts> Roles { get; init; }

    public required ImmutableArray<BindingFacts> Bindings { get; init; }

    /// <summary>The input itself holds a role or a binding.</summary>
    public required bool HasRbac { get; init; }

    public required ImmutableArray<ObjectName> ServiceAccounts { get; init; }

    /// <summary>Objects that policies are made of or look at, as they are.</summary>
    public required ImmutableArray<JsonElement> PolicyObjects { get; init; }

    /// <summary>Objects of kinds that are not read, by kind.</summary>
    public required ImmutableArray<KindCount> NotRead { get; init; }

    /// <summary>In the order in which they were met.</summary>
    public required ImmutableArray<InputProblem> Problems { get; init; }
}
