using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Probing;

/// <summary>What the probes of one namespace gave.</summary>
/// <param name="Targets">Pods that answered or refused; those that vanished are replaced or left out.</param>
internal sealed record NamespaceProbes(ImmutableArray<TargetPosture> Targets, RegularControl RegularControl, DeniedBy? RegularControlDeniedBy)
{
    /// <summary>RBAC refused the regular control.</summary>
    public bool RegularControlForbidden { get; init; }

    /// <summary>The regular control was sent and got no answer, or an error.</summary>
    public bool RegularControlFailed { get; init; }
}
