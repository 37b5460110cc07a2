using System.Runtime.InteropServices;

namespace Scanner.Reports;

/// <summary>When a finding was first seen.</summary>
/// <param name="Id">Stands for the finding.</param>
/// <param name="Seconds">Unix time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SeenFinding(ulong Id, long Seconds);
