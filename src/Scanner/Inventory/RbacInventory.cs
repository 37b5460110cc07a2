using System.Collections.Immutable;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Remedies;

namespace Scanner.Inventory;

/// <summary>Who can add ephemeral containers, as far as it could be read.</summary>
/// <param name="Errors">What could not be read.</param>
/// <param name="Missing">For want of which rights.</param>
internal sealed record RbacInventory(RbacPosture Posture, ImmutableArray<ScanError> Errors, ImmutableArray<MissingPermission> Missing);
