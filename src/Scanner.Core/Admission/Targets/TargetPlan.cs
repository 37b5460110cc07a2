using System.Collections.Immutable;

namespace Scanner.Core.Admission.Targets;

/// <summary>Which pods of a namespace to probe, and why not the others.</summary>
public sealed record TargetPlan(ImmutableArray<TargetPick> Picks, ImmutableArray<SkippedPod> Skipped);
