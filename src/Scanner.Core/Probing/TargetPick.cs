using System.Collections.Immutable;
using Scanner.Core.Facts;

namespace Scanner.Core.Probing;

/// <summary>A pod to probe.</summary>
/// <param name="Replacements">Who takes its place when it has vanished, best first.</param>
public sealed record TargetPick(PodFacts Pod, ImmutableArray<PodFacts> Replacements);
