using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings;

/// <summary>A missing permission, and where it was missed.</summary>
/// <param name="Namespaces">How many namespaces refused it; 0 when it was not refused by namespace.</param>
/// <param name="First">The first of them in name order; null for none.</param>
public sealed record BlindSpot(MissingPermission Permission, int Namespaces = 0, string? First = null)
{
    /// <summary>Each missing permission once: those that lists lacked, then those that probes lacked.</summary>
    public static ImmutableArray<BlindSpot> Of(ImmutableArray<MissingPermission> lists, ImmutableArray<NamespacePosture> namespaces) =>
    [
        .. lists.Distinct().Select(p => new BlindSpot(p)),
        .. Refused(MissingPermission.ToProbe, namespaces, static n => n.ProbeForbidden),
        .. Refused(MissingPermission.ToControl, namespaces, static n => n.RegularControlForbidden),
    ];

    private static IEnumerable<BlindSpot> Refused(
        MissingPermission permission, ImmutableArray<NamespacePosture> namespaces, Func<NamespacePosture, bool> refused)
    {
        var count = namespaces.Count(refused);
        if (count > 0)
            yield return new BlindSpot(permission, count, namespaces.First(refused).Name);
    }
}
