namespace Scanner.Core.Posture;

/// <summary>One thing that is wrong, where, and how to mend it.</summary>
/// <param name="Id">Stable across scans: a hash of rule, resource and what makes it distinct, never of time or wording.</param>
/// <param name="Rule">For example <c>ES101</c>.</param>
/// <param name="Title">The rule's name, for example <c>PrivilegedAdmitted</c>.</param>
/// <param name="Docs">Where the rule is explained, relative to the project.</param>
/// <param name="Subject">Who it is about: <c>User:alice</c>, <c>Group:developers</c>, <c>ServiceAccount:payments/web</c>; null when it is about nobody.</param>
public sealed record Finding(
    string Id,
    string Rule,
    string Title,
    Severity Severity,
    ResourceReference Resource,
    string Message,
    string Remediation,
    string Docs,
    Acceptance? Accepted = null,
    string? Subject = null);
