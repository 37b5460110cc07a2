using Scanner.Core;
using Scanner.Core.Findings;

namespace Scanner.Publishing.Notifications;

/// <summary>One change of one finding.</summary>
/// <param name="Finding">As it is now; of one that is gone as it was last, or as it is now that it is accepted.</param>
/// <param name="Before">The severity before; null for one that appeared.</param>
/// <param name="Since">When this replica saw it first.</param>
/// <param name="At">When the change was seen.</param>
public sealed record FindingChange(ChangeKind Kind, Finding Finding, Severity? Before, DateTimeOffset Since, DateTimeOffset At);
