using Scanner.Core.Findings;

namespace Scanner.Publishing.Notifications;

/// <summary>A finding that was told and is not gone.</summary>
/// <param name="Since">When this replica saw it first.</param>
public sealed record StandingFinding(Finding Finding, DateTimeOffset Since);
