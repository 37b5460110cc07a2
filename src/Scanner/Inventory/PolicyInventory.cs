using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;
using Scanner.Policies.Objects;

namespace Scanner.Inventory;

/// <summary>The objects of a cluster that decide about admission, as they are.</summary>
/// <param name="Objects">Policies, bindings, webhook registrations, the engines' own kinds, parameters.</param>
/// <param name="Read">Kinds that were listed, by group and kind.</param>
/// <param name="Unread">Those among them of which objects may be missing; <see cref="AdmissionKinds.Every"/> for all of a group.</param>
/// <param name="Errors">What could not be listed of the kinds that decide, for another reason than a permission.</param>
/// <param name="Missing">What may not be listed of them.</param>
internal sealed record PolicyInventory(
    ImmutableArray<JsonElement> Objects,
    ImmutableHashSet<(string Group, string Kind)> Read,
    ImmutableHashSet<(string Group, string Kind)> Unread,
    ImmutableArray<ScanError> Errors,
    ImmutableArray<MissingPermission> Missing)
{
    /// <summary>Of nothing was anything listed.</summary>
    public static PolicyInventory None { get; } = new([], [], [.. AdmissionKinds.All.Select(k => (k.Group, k.Kind))], [], []);

    /// <summary>Resources of which every object is among <see cref="Objects"/>.</summary>
    public ImmutableHashSet<(string Group, string Resource)> Listed { get; init; } = [];

    /// <summary>Kinds of which every object is among <see cref="Objects"/> that a binding refers to as a parameter.</summary>
    public ImmutableHashSet<(string Group, string Kind)> Parameters { get; init; } = [];

    /// <summary>Kinds of parameters that could not be read for a reason that may pass.</summary>
    public ImmutableHashSet<(string Group, string Kind)> FailedParameters { get; init; } = [];

    /// <summary>What policies are compiled from.</summary>
    public PolicyObjects ToPolicyObjects() => new(Objects, IsWhole, AreParametersWhole);

    /// <summary>Whether every object of a kind is here that a binding refers to as a parameter.</summary>
    public bool AreParametersWhole(string group, string kind) => Parameters.Contains((group, kind)) || IsWhole(group, kind);

    /// <summary>Kinds of policies of which some may be missing, for a sentence.</summary>
    public IEnumerable<string> UnreadNames => Unread.Where(k => AdmissionKinds.Decides(k.Group, k.Kind) || k.Kind == AdmissionKinds.Every)
        .Select(k => $"{k.Kind}.{k.Group}").Order(StringComparer.Ordinal);

    /// <summary>Whether every object of a kind is here. A kind that decides and that the server does not serve has none.</summary>
    public bool IsWhole(string group, string kind) =>
        !Unread.Contains((group, kind)) && !Unread.Contains((group, AdmissionKinds.Every))
        && (Read.Contains((group, kind)) || AdmissionKinds.Decides(group, kind));
}
