using System.Collections.Immutable;
using System.Text;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Posture;
using Scanner.Publishing.Events;
using Scanner.Publishing.Tests.Formats;

namespace Scanner.Publishing.Tests.Events;

public sealed class VerdictChangesTests
{
    private readonly VerdictChanges _changes = new();

    /// <summary>Verdicts of namespace a from result to result, and the reasons of the events that come of it.</summary>
    [Theory]
    [InlineData("Protected,Protected", "")]
    [InlineData("Protected,Unprotected", "ProtectionLost!")]
    [InlineData("Blocked,Unprotected", "ProtectionLost!")]
    [InlineData("Sanitized,Unprotected", "Unprotected!")]
    [InlineData("FailClosed,Unprotected", "Unprotected!")]
    [InlineData("Unprotected,Protected,Blocked", "Protected,Blocked")]
    [InlineData("Protected,FailClosed,Sanitized", "FailClosed!,Sanitized!")]
    [InlineData("Protected,Unknown,Protected", "")]
    [InlineData("Protected,Unknown,Unknown,Unprotected", "ProtectionLost!")]
    [InlineData("Unknown,Unprotected", "")]
    [InlineData("Unknown,Protected,Unprotected", "ProtectionLost!")]
    [InlineData("Unprotected,Unknown,Protected,Unknown,Unprotected", "Protected,ProtectionLost!")]
    [InlineData("Protected,-,Unprotected", "")]
    public void Next_Verdicts_TellsWhatChanged(string verdicts, string expected)
    {
        List<string> reasons = [];
        foreach (var verdict in verdicts.Split(','))
            reasons.AddRange(_changes.Next(Scan([.. Others(), .. verdict == "-" ? [] : new[] { Of("a", Enum.Parse<Verdict>(verdict)) }])).Select(c => c.Reason + (c.IsWarning ? "!" : "")));
        Assert.Equal(expected, string.Join(',', reasons));
    }

    /// <summary>A loss that nobody saw happen stands in the first result, and is all of it that is told.</summary>
    [Fact]
    public void Next_FirstResult_TellsOfLossesOnly()
    {
        var first = Scan(
            Of("a", Verdict.Unprotected) with { EarlierVerdict = Verdict.Protected },
            Of("b", Verdict.Unprotected) with { EarlierVerdict = Verdict.Sanitized },
            Of("c", Verdict.Protected) with { EarlierVerdict = Verdict.Unprotected },
            Of("d", Verdict.Unprotected));
        Assert.Equal(["a"], _changes.Next(first).Select(c => c.Namespace));
        Assert.Empty(_changes.Next(first));
        _changes.Forget();
        Assert.Equal(["a"], _changes.Next(first).Select(c => c.Namespace));
    }

    /// <summary>Whatever a policy says in its denial, a server takes the note, and it is one line.</summary>
    [Theory]
    [InlineData("x", 300)]
    [InlineData("€", 400)]
    [InlineData("\U0001f600", 400)]
    [InlineData("\u001b[31m\n\u202e", 200)]
    public void Note_AnyMessage_IsOneVisibleLineOfAtMost1024Bytes(string piece, int times)
    {
        var by = new DeniedBy(Layer.Webhook, "hook.example.com", null, [], string.Concat(Enumerable.Repeat(piece, times)));
        var note = new VerdictChange(Verdict.Unprotected, Of("a", Verdict.FailClosed) with { DeniedBy = by }).Note;
        Assert.StartsWith("was Unprotected, is FailClosed: webhook hook.example.com cannot be called: ", note, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(note), 1, 1024);
        Assert.DoesNotContain(note, char.IsControl);
        Assert.Equal(note, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(note)));
    }

    private static ScanResult Scan(params ImmutableArray<NamespacePosture> namespaces) =>
        Samples.Result() with { Namespaces = [.. namespaces.OrderBy(n => n.Name, StringComparer.Ordinal)] };

    private static IEnumerable<NamespacePosture> Others() => [Of("Z", Verdict.Protected), Of("b", Verdict.Unprotected)];

    private static NamespacePosture Of(string name, Verdict verdict) => new()
    {
        Name = name,
        Verdict = verdict,
        Targets = [new TargetPosture("web", "Pod/web", verdict, [])],
        DeniedBy = verdict is Verdict.FailClosed or Verdict.Protected or Verdict.Blocked ? new DeniedBy(Layer.Webhook, "hook", null, [], "") : null,
    };
}
