using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Posture;
using Scanner.Core.Remedies;

namespace Scanner.Inventory;

/// <summary>The objects of a cluster that decide about admission, as they are.</summary>
/// <param name="Objects">Policies, bindings, webhook registrations, the engines' own kinds, parameters.</param>
/// <param name="Unread">Kinds by group and kind, of which objects may be missing.</param>
/// <param name="Errors">What could not be listed of the kinds that decide.</param>
/// <param name="Missing">Where it was a permission.</param>
internal sealed record PolicyInventory(
    ImmutableArray<JsonElement> Objects,
    ImmutableHashSet<(string Group, string Kind)> Unread,
    ImmutableArray<ScanError> Errors,
    ImmutableArray<MissingPermission> Missing);
