using Scanner.Core.Findings.Exceptions;
using Scanner.Exceptions;
using Scanner.Usage;

namespace Scanner.Tests.Exceptions;

public sealed class ExceptionFileTests
{
    private static readonly ExceptionEntry s_risk = new("ES101", "dev-*", null, "sandbox", new DateOnly(2026, 12, 31));

    [Theory]
    [InlineData("- rule: ES101\n  namespace: dev-*\n  reason: sandbox\n  expires: 2026-12-31\n")]
    [InlineData("exceptions:\n- {rule: ES101, namespace: dev-*, reason: sandbox, expires: '2026-12-31'}\n")]
    [InlineData("""[{"rule":"ES101","namespace":"dev-*","reason":"sandbox","expires":"2026-12-31"}]""")]
    [InlineData("{\n\t\"exceptions\": [\n\t\t{\"rule\": \"ES101\", \"namespace\": \"dev-*\", \"reason\": \"sandbox\", \"expires\": \"2026-12-31\"}\n\t]\n}\n")]
    public void Parse_EveryForm_GivesTheSame(string text) => Assert.Equal(s_risk, Assert.Single(ExceptionFile.Parse(text, "e")));

    [Theory]
    [InlineData("")]
    [InlineData("# none yet\n")]
    [InlineData("[]")]
    [InlineData("exceptions:\n")]
    [InlineData("exceptions: []")]
    public void Parse_Nothing_IsNoMistake(string text) => Assert.Empty(ExceptionFile.Parse(text, "e"));

    [Fact]
    public void Parse_ManyMistakes_AreToldAtOnceWithTheirPlaces()
    {
        var e = Assert.Throws<UsageException>(() => ExceptionFile.Parse("""
            exceptions:
            - rule: ES101
            - namespace: Dev
              reason: x
              expires: tomorrow
            - rule: ES101
              reasons: typo
              reason: [a]
            - just text
            - reason: everything
            more: 1
            """, "e.yaml"));
        Assert.Equal(
            [
                "e.yaml:11: 'more' is no key of this file, give exceptions, with a list below it",
                "scanner: e.yaml:2: reason: is missing, say why the risk is accepted",
                "scanner: e.yaml:3: namespace: 'Dev' matches no namespace, give a name or a pattern such as dev-*",
                "scanner: e.yaml:3: expires: 'tomorrow' is not a date, give the last day as YYYY-MM-DD",
                "scanner: e.yaml:7: 'reasons' is no field of an exception, there are rule, namespace, subject, reason, expires",
                "scanner: e.yaml:8: reason: must be a text",
                "scanner: e.yaml:6: reason: is missing, say why the risk is accepted",
                "scanner: e.yaml:9: is no exception, give a map with rule, namespace, subject, reason, expires",
                "scanner: e.yaml:10: says of no finding that it accepts it, give at least one of rule, namespace and subject",
            ],
            e.Message.Split('\n'));
    }

    [Theory]
    [InlineData("- rule: ES101\n  rule: ES102\n  reason: x\n", "e:2: not valid YAML: Duplicate key")]
    [InlineData("- rule: 'ES101\n", "e:1: not valid YAML")]
    [InlineData("a text", "e:1: is no list of exceptions")]
    [InlineData("- {rule: ES101, reason: x}\n---\n- {rule: ES102, reason: x}\n", "e: has 2 documents, give one")]
    [InlineData("- {rule: ~, reason: x}\n", "rule: '' matches no rule")]
    [InlineData("- {rule: ES999, reason: x}\n", "e:1: rule: 'ES999' is no rule of this version, there are ES101, ")]
    [InlineData("- {rule: ES9*, reason: x}\n", "e:1: rule: 'ES9*' is no rule of this version")]
    [InlineData("- &a [*a]\n", "alias *a names no anchor before it")]
    public void Parse_Broken_SaysWhere(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => ExceptionFile.Parse(text, "e")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_EndlessNesting_IsAMistakeAndNothingWorse() =>
        Assert.Contains("nested more than 250 levels deep", Assert.Throws<UsageException>(() => ExceptionFile.Parse(new string('[', 1_000_000), "e")).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NoSuchFile_SaysSo() =>
        Assert.Contains("--exceptions /no/such/file: cannot be read", Assert.Throws<UsageException>(() => ExceptionFile.Read("/no/such/file")).Message, StringComparison.Ordinal);
}
