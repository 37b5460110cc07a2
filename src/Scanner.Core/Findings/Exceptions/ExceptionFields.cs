using System.Collections.Immutable;
using System.Globalization;

namespace Scanner.Core.Findings.Exceptions;

/// <summary>The fields of one exception as somebody wrote them; null where nothing is written.</summary>
public sealed record ExceptionFields(string? Rule, string? Namespace, string? Subject, string? Reason, string? Expires)
{
    public static ImmutableArray<string> Names { get; } = ["rule", "namespace", "subject", "reason", "expires"];

    /// <param name="problems">Everything that is wrong, each to go on after the place of the exception; empty when it can be used.</param>
    /// <returns>Null when it cannot be used.</returns>
    public ExceptionEntry? Check(out ImmutableArray<string> problems)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        if (Rule is null && Namespace is null && Subject is null)
            found.Add("says of no finding that it accepts it, give at least one of rule, namespace and subject");
        if (Rule is not null && !CanMatchARule(Rule))
            found.Add($"rule: '{Rule}' matches no rule, give an id such as ES101, or a pattern such as ES2*");
        if (Namespace is not null && !IsNamespacePattern(Namespace))
            found.Add($"namespace: '{Namespace}' matches no namespace, give a name or a pattern such as dev-*");
        if (Subject is not null && string.IsNullOrWhiteSpace(Subject))
            found.Add("subject: is empty, give a pattern such as Group:developers or ServiceAccount:payments/*");
        if (string.IsNullOrWhiteSpace(Reason))
            found.Add("reason: is missing, say why the risk is accepted");
        DateOnly? expires = null;
        if (Expires is not null)
        {
            if (DateOnly.TryParseExact(Expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                expires = date;
            else
                found.Add($"expires: '{Expires}' is not a date, give the last day as YYYY-MM-DD");
        }

        problems = found.ToImmutable();
        return problems.IsEmpty ? new ExceptionEntry(Rule, Namespace, Subject, Reason!.Trim(), expires) : null;
    }

    // Any number will do, so that one list of exceptions serves several versions.
    private static bool CanMatchARule(string pattern) => Enumerable.Range(0, 1000).Any(n => Pattern.Matches(pattern, $"ES{n:000}"));

    private static bool IsNamespacePattern(string pattern) =>
        pattern.Length > 0 && pattern.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '*');
}
