using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings;

/// <summary>A ClusterRole that hands the right on, as rules see it.</summary>
/// <param name="Subjects">How many subjects outside the control plane have the right by it.</param>
internal sealed record JudgedAggregation(AggregatedSource Source, int Subjects);
