using Scanner.Worker.Reports;

namespace Scanner.Tests.Worker.Reports;

public sealed class ReportInstanceTests
{
    [Theory]
    [InlineData("scanner", "ephemeral-scanner", "scanner.ephemeral-scanner")]
    [InlineData("a", "b.c", "a.b.c")]
    public void Of_ShortNames_AreReadable(string ns, string name, string instance) => Assert.Equal(instance, ReportInstance.Of(ns, name));

    /// <summary>A label's value has 63 characters at most and ends in a letter or a digit, whatever a namespace is called.</summary>
    [Theory]
    [InlineData(63, 1)]
    [InlineData(52, 63)]
    [InlineData(51, 200)]
    public void Of_LongNames_AreLabelsAndDiffer(int ns, int name)
    {
        var one = ReportInstance.Of(new string('a', ns), new string('b', name));
        Assert.Matches("^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])$", one);
        Assert.NotEqual(one, ReportInstance.Of(new string('a', ns), new string('b', name - 1) + "c"));
    }
}
