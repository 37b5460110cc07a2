using System.Collections.Immutable;

namespace Scanner.Core.Admission.Targets;

/// <summary>Which pods of a namespace to probe, and why not the others.</summary>
/// <param name="Workloads">How many workloads there are to choose from.</param>
public sealed record TargetPlan(ImmutableArray<TargetPick> Picks, ImmutableArray<SkippedPod> Skipped, int Workloads);
