using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Findings.Exceptions;

/// <summary>
/// One exception: findings that somebody has decided to live with. The three patterns narrow each other down; one that is null says nothing.
/// </summary>
/// <param name="Rule">Pattern on rule ids, such as <c>ES2*</c>.</param>
/// <param name="Namespace">Pattern on the namespace that a finding is about.</param>
/// <param name="Subject">
/// Pattern on who a finding is about: on <c>User:alice</c>, <c>Group:developers</c>, <c>ServiceAccount:payments/web</c>, or without a kind on
/// the name alone.
/// </param>
/// <param name="Reason">Why; shown wherever the finding is.</param>
/// <param name="Expires">The last day on which it holds, UTC; null when it always does.</param>
public sealed record ExceptionEntry(string? Rule, string? Namespace, string? Subject, string Reason, DateOnly? Expires)
{
    private static readonly string[] s_kinds = ["User:", "Group:", "ServiceAccount:"];

    public AppliedException Applied => new(Reason, Expires);

    public bool IsExpired(DateTimeOffset now) => Expires is { } last && DateOnly.FromDateTime(now.UtcDateTime) > last;

    /// <summary>Whether it may be about findings of a rule.</summary>
    /// <param name="id">Such as <c>ES101</c>.</param>
    public bool MatchesRule(string id) => Rule is null || Pattern.Matches(Rule, id);

    /// <summary>A finding about no namespace, or about no subject, is never meant by an exception that names one.</summary>
    public bool Matches(Finding finding) =>
        MatchesRule(finding.Rule)
        && (Namespace is null || (finding.Namespace is { } ns && Pattern.Matches(Namespace, ns)))
        && (Subject is null || (finding.Subject is { } subject && MatchesSubject(subject)));

    /// <summary>What it is about: <c>rule ES101, namespace payments</c>.</summary>
    public override string ToString() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        if (Rule is not null)
            yield return $"rule {Rule}";
        if (Namespace is not null)
            yield return $"namespace {Namespace}";
        if (Subject is not null)
            yield return $"subject {Subject}";
    }

    private bool MatchesSubject(Subject subject)
    {
        var form = SubjectForm.Of(subject);
        if (Pattern.Matches(Subject!, form))
            return true;
        // The user that the API server makes of a service account.
        var user = subject.Kind == SubjectKind.ServiceAccount ? subject.UserName : null;
        if (Array.Exists(s_kinds, k => Subject!.StartsWith(k, StringComparison.Ordinal)))
            return user is not null && Pattern.Matches(Subject!, "User:" + user);
        return Pattern.Matches(Subject!, SubjectForm.NameOf(subject)) || (user is not null && Pattern.Matches(Subject!, user));
    }
}
