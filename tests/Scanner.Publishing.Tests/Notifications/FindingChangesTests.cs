using Scanner.Core;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Findings;
using Scanner.Core.Posture;
using Scanner.Publishing.Notifications;
using Scanner.Publishing.Tests.Formats;

namespace Scanner.Publishing.Tests.Notifications;

public sealed class FindingChangesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly FindingChanges _changes = new(Severity.High);

    [Fact]
    public void Next_AppearsChangesAndGoes_EachOnce()
    {
        Assert.Empty(Next());
        Assert.Equal(["Appeared high"], Next(Find(Severity.High)));
        Assert.Empty(Next(Find(Severity.High)));
        Assert.Equal(["SeverityChanged critical was high"], Next(Find(Severity.Critical)));
        Assert.Equal(["Gone critical was critical"], Next());
        Assert.Empty(Next());
    }

    /// <summary>What is less severe than asked for is as if it were not there.</summary>
    [Fact]
    public void Next_BelowTheLeastSeverity_IsGoneOrNothing()
    {
        Next();
        Assert.Empty(Next(Find(Severity.Medium)));
        Assert.Equal(["Appeared high"], Next(Find(Severity.High)));
        Assert.Equal(["Gone medium was high"], Next(Find(Severity.Medium)));
        Assert.Empty(Next());
    }

    [Fact]
    public void Next_Accepted_IsNotThere()
    {
        Next();
        Assert.Empty(Next(Accepted()));
        Assert.Equal(["Appeared high"], Next(Find(Severity.High)));
        Assert.Equal(["Gone high was high accepted"], Next(Accepted()));
        Assert.Equal(["Appeared high"], Next(Find(Severity.High)));
    }

    /// <summary>A namespace that gives no answer has not become better.</summary>
    [Fact]
    public void Next_NamespaceGivesNoAnswer_NothingIsGoneBeforeItDoes()
    {
        Next();
        Next(Find(Severity.High));
        var unknown = Scan() with { Namespaces = [NamespaceVerdict.Unknown("payments", UnknownReason.Timeout, null, [])] };
        Assert.Empty(Lines(unknown));
        Assert.Empty(Lines(unknown));
        Assert.Empty(Next(Find(Severity.High)));
        Assert.Empty(Lines(unknown));
        Assert.Equal(["Gone high was high"], Next());
        Assert.Empty(Next());
        Assert.Equal(["Appeared high"], Next(Find(Severity.High)));
        Assert.Empty(Lines(unknown));
        // It has been deleted meanwhile.
        Assert.Equal(["Gone high was high"], Lines(Scan() with { Namespaces = [] }));
    }

    /// <summary>What stood at the start was told by somebody before, but for a loss, of which nobody may know.</summary>
    [Fact]
    public void Next_FirstResult_TellsOfLossesOnceInTheLifeOfAProcess()
    {
        var lost = Find(Severity.Critical) with { Id = "lost", Rule = "ES106" };
        Assert.Equal(["Appeared critical"], Next(lost, Find(Severity.High)));
        Assert.Equal(2, _changes.Standing.Count);
        _changes.Forget();
        Assert.Empty(Next(lost, Find(Severity.High)));
        Assert.Equal(["Gone critical was critical", "Gone high was high"], Next().Order());
    }

    [Fact]
    public void Next_SameResult_ReadsNothing()
    {
        var scan = Scan(Find(Severity.High));
        Lines(scan);
        Assert.Empty(Lines(scan with { Requests = 7 }));
    }

    private List<string> Next(params IEnumerable<Finding> findings) => Lines(Scan([.. findings]));

    private List<string> Lines(ScanResult scan) => [.. _changes.Next(scan, s_now).Select(c =>
        $"{c.Kind} {c.Finding.Severity.ToString().ToLowerInvariant()}{(c.Before is { } before ? " was " + before.ToString().ToLowerInvariant() : "")}{(c.Finding.Exception is null ? "" : " accepted")}")];

    private static ScanResult Scan(params IEnumerable<Finding> findings) => Samples.Result() with
    {
        Namespaces = [new NamespacePosture { Name = "payments", Verdict = Verdict.Unprotected }],
        Findings = [.. findings.Order(Finding.Order)],
    };

    private static Finding Accepted() => Find(Severity.High) with { Exception = new AppliedException("known", null) };

    private static Finding Find(Severity severity) => NotificationSamples.Finding("nothing denies it") with { Severity = severity };
}
