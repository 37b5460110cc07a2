using Scanner.Core.Cluster;

namespace Scanner.Core.Findings;

/// <summary>One thing that is wrong, where, and how to mend it.</summary>
/// <param name="Id">Stable across scans: a hash of rule, resource and what makes it distinct, never of time or wording.</param>
/// <param name="Rule">For example <c>ES101</c>.</param>
/// <param name="Title">The rule's name, for example <c>PrivilegedAdmitted</c>.</param>
/// <param name="Docs">Where the rule is explained, relative to the project.</param>
/// <param name="Accepted">The exception that accepts it; null when none does.</param>
/// <param name="Subject">Who it is about: <c>User:NAME</c>, <c>Group:NAME</c> or <c>ServiceAccount:NAMESPACE/NAME</c>; null for findings about none.</param>
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
