using System.Collections.Immutable;
using Scanner.Core.Posture;

namespace Scanner.Core.Probing;

/// <summary>Which pods of a namespace to probe, and why not the others.</summary>
public sealed record TargetPlan(ImmutableArray<TargetPick> Picks, ImmutableArray<SkippedPod> Skipped);
