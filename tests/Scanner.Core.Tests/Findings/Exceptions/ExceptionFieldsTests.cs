using Scanner.Core.Findings.Exceptions;

namespace Scanner.Core.Tests.Findings.Exceptions;

public sealed class ExceptionFieldsTests
{
    [Fact]
    public void Check_AllFields_GivesTheException()
    {
        var entry = new ExceptionFields("ES2*", "dev-*", "Group:developers", " agreed ", "2026-12-31").Check(out var problems);
        Assert.Empty(problems);
        Assert.Equal(new ExceptionEntry("ES2*", "dev-*", "Group:developers", "agreed", new DateOnly(2026, 12, 31)), entry);
    }

    [Fact]
    public void Check_EverythingWrong_NamesAllOfIt()
    {
        var entry = new ExceptionFields("PrivilegedAdmitted", "Dev", " ", "", "31.12.2026").Check(out var problems);
        Assert.Null(entry);
        Assert.Equal(["rule: 'Priv", "namespace: ", "subject: is", "reason: is ", "expires: '3"], problems.Select(p => p[..11]));
    }

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("2026-1-1")]
    [InlineData("2026-01-01T00:00:00Z")]
    [InlineData("")]
    public void Check_NoDate_IsRefused(string expires)
    {
        new ExceptionFields("ES101", null, null, "r", expires).Check(out var problems);
        Assert.Contains("give the last day as YYYY-MM-DD", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoPatternAtAll_IsRefused()
    {
        new ExceptionFields(null, null, null, "everything is fine", null).Check(out var problems);
        Assert.Contains("at least one of rule, namespace and subject", Assert.Single(problems), StringComparison.Ordinal);
    }
}
