using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Targets;

/// <summary>A pod to probe.</summary>
/// <param name="Replacements">Who takes its place when it has vanished, best first.</param>
public sealed record TargetPick(PodFacts Pod, ImmutableArray<PodFacts> Replacements);
