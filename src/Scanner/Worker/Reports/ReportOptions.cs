using Scanner.Reports;

namespace Scanner.Worker.Reports;

/// <summary>How reports are written.</summary>
/// <param name="WritesPerSecond">As of <see cref="WritePace"/>.</param>
/// <param name="Instance">The installation that reports belong to.</param>
/// <param name="IsScoped">Only some namespaces are looked at: another installation may well look at the others.</param>
internal sealed record ReportOptions(ReportChoice Choice, double WritesPerSecond, string Instance, bool IsScoped);
