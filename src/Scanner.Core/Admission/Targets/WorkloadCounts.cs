using System.Runtime.InteropServices;

namespace Scanner.Core.Admission.Targets;

/// <summary>How many workloads of a namespace a verdict rests on.</summary>
/// <param name="Asked">Those of which a pod was asked.</param>
/// <param name="All">Those that have a pod that can be probed.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WorkloadCounts(int Asked, int All);
