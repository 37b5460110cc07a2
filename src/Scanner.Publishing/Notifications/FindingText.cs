using Scanner.Core;
using Scanner.Core.Findings;

namespace Scanner.Publishing.Notifications;

/// <summary>A finding in one line.</summary>
internal static class FindingText
{
    /// <summary>Such as <c>ES101 PrivilegedAdmitted: Namespace payments: nothing denies …</c>.</summary>
    public static string Of(Finding finding, int length) =>
        PlainText.Shorten($"{finding.Rule} {finding.Title}: {Place(finding)}: {finding.Message}", length);

    private static string Place(Finding finding) =>
        $"{finding.Resource.Kind} {(finding.Resource.Namespace is { } ns ? $"{ns}/" : "")}{finding.Resource.Name}";
}
