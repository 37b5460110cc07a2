using Scanner.Core.Findings.Catalog;
using Scanner.Core.Findings.Exceptions;
using Scanner.Publishing.Explanations;

namespace Scanner.Publishing.Tests.Explanations;

/// <summary>What the page says of each rule.</summary>
public sealed class RuleGuideTests
{
    /// <summary>In the words of the page, and with the title and the usual severity that findings have.</summary>
    [Fact]
    public void All_EveryRule_IsExplainedInFull()
    {
        var rules = RuleCatalog.All.Select(r => r.Identity).Append(ExceptionUnused.Identity).OrderBy(r => r.Id, StringComparer.Ordinal);
        Assert.Equal(
            rules.Select(r => $"{r.Id} {r.Title} {r.Severity.ToString().ToLowerInvariant()}"),
            RuleGuides.All.Select(g => $"{g.Id} {g.Title} {g.Severity.Split([',', ' '])[0]}").Order(StringComparer.Ordinal));
        Assert.All(RuleGuides.All, g => Assert.All([g.Says, g.Confirm, g.Mend, g.Accept], text => Assert.NotEmpty(text)));
        Assert.All(RuleGuides.All, g => Assert.DoesNotMatch(@"\*\*|\]\(|\n|  ", string.Join(' ', g.Severity, g.Says, g.Confirm, g.Mend, g.Accept)));
    }
}
