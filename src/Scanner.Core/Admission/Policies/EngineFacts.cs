namespace Scanner.Core.Admission.Policies;

/// <summary>A policy engine of the cluster.</summary>
/// <param name="Name">One of <see cref="EngineNames"/>.</param>
/// <param name="Version">Null where it is not known.</param>
/// <param name="IsHealthy">Whether somebody answers its webhooks; null where that is not known, or where it has none.</param>
/// <param name="FailsOpen">Whether requests pass when it cannot be called; null where that is not known, or does not happen.</param>
public sealed record EngineFacts(string Name, bool IsInstalled, string? Version, bool? IsHealthy, bool? FailsOpen);
