using Scanner.Cli.Outputs;
using Scanner.Publishing.Formats;
using Scanner.Usage;

namespace Scanner.Tests.Cli.Outputs;

public sealed class OutputTargetsTests
{
    [Theory]
    [InlineData("json", "Json", null)]
    [InlineData("YAML", "Yaml", null)]
    [InlineData("policyreport", "PolicyReport", null)]
    [InlineData("table=out.txt", "Table", "out.txt")]
    [InlineData("json=a=b.json", "Json", "a=b.json")]
    public void Parse_Format_IsRead(string flag, string format, string? file) =>
        Assert.Equal([new OutputTarget(Enum.Parse<OutputFormat>(format), file)], OutputTargets.Parse([flag]).ToArray());

    [Fact]
    public void Parse_Nothing_IsTheTable() => Assert.Equal([new OutputTarget(OutputFormat.Table, null)], OutputTargets.Parse([]).ToArray());

    [Theory]
    [InlineData("sarif", "does not write sarif yet")]
    [InlineData("html=x.html", "does not write html yet")]
    [InlineData("xml", "-o xml: give table, json, yaml or policyreport")]
    [InlineData("1", "-o 1: give table, json, yaml or policyreport")]
    [InlineData("", "give table, json, yaml or policyreport")]
    [InlineData("json=", "a file name is missing")]
    public void Parse_UnusableFormat_IsRefusedByName(string flag, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => OutputTargets.Parse([flag])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("json", "yaml", "only one -o")]
    [InlineData("json=x", "yaml=x", "the file x twice")]
    public void Parse_TwoThatClash_AreRefused(string first, string second, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => OutputTargets.Parse([first, second])).Message, StringComparison.Ordinal);
}
