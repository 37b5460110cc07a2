using Scanner.Core.Remedies;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Tests.Documents;

/// <summary>What concerns the scanner itself is told to each reader in the words of what that reader runs.</summary>
public sealed class CommandRemedyTextTests
{
    public static TheoryData<Remedy, string, string> AboutTheScanner => new()
    {
        { new Remedy.AllowMoreTime(), "--request-timeout", "scanner run with a longer --request-timeout" },
        { new Remedy.EnableProbing(), "--no-probe", "probe.enabled" },
        { new Remedy.AskCluster("a"), "scanner scan -n a", "ask the cluster" },
        { new Remedy.AskAgain("a"), "scanner probe a", "asked again by itself" },
    };

    [Theory]
    [MemberData(nameof(AboutTheScanner))]
    public void Of_RemedyAboutTheScanner_DiffersBetweenCommandsAndTheWorker(Remedy remedy, string command, string worker)
    {
        Assert.Contains(command, CommandRemedyText.Of(remedy), StringComparison.Ordinal);
        Assert.Contains(worker, WorkerRemedyText.Of(remedy), StringComparison.Ordinal);
        Assert.NotEqual(CommandRemedyText.Of(remedy), WorkerRemedyText.Of(remedy));
    }

    [Fact]
    public void Of_RemedyForTheCluster_IsTheSameForBoth()
    {
        var remedy = new Remedy.EnforceBaseline("a");
        Assert.Equal(RemedyText.Of(remedy), CommandRemedyText.Of(remedy));
        Assert.Equal(RemedyText.Of(remedy), WorkerRemedyText.Of(remedy));
    }
}
