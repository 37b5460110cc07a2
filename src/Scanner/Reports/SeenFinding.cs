namespace Scanner.Reports;

/// <summary>When a finding was first seen.</summary>
/// <param name="Id">Stands for the finding.</param>
/// <param name="Seconds">Unix time.</param>
internal readonly record struct SeenFinding(ulong Id, long Seconds);
