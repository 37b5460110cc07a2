using Scanner.Core.Findings.Catalog;
using Scanner.Core.Findings.Exceptions;

namespace Scanner.Exceptions;

/// <summary>Tells an exception for a rule that does not exist, which would accept nothing for ever.</summary>
internal static class KnownRules
{
    /// <summary>What is wrong, to go on after the place of the exception; null when all is well.</summary>
    public static string? Problem(ExceptionEntry entry)
    {
        var ids = RuleCatalog.All.Select(r => r.Identity.Id).Order(StringComparer.Ordinal);
        return ids.Any(entry.MatchesRule) ? null : $"rule: '{entry.Rule}' is no rule of this version, there are {string.Join(", ", ids)}";
    }
}
