using System.Collections.Immutable;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Decoding;
using Scanner.Worker.Policies;

namespace Scanner.Tests.Worker.Policies;

/// <summary>What is expected of a namespace stands beside a verdict only where it is about the pods that gave it.</summary>
public sealed class OutlookTests
{
    private static readonly WatchedNamespace s_namespace = new(new NamespaceFacts("shop"), ImmutableSortedDictionary<string, string>.Empty, 1, 1);

    private readonly Outlook _outlook = new(s_namespace, [], new Prediction(Verdict.Protected, "a policy denies it"));

    [Fact]
    public void Agreement_IsSaidAtOnce() => Assert.Same(_outlook.General, _outlook.Beside(Posture(Verdict.Protected, "web")));

    [Fact]
    public void UnknownVerdict_IsNoDispute() =>
        Assert.Same(_outlook.General, _outlook.Beside(NamespaceVerdict.Unknown("shop", UnknownReason.NoPods, null, [])));

    [Fact]
    public void Dispute_WaitsForThePodsThatGaveTheVerdict()
    {
        var posture = Posture(Verdict.Unprotected, "web");
        Assert.Null(_outlook.Beside(posture));
        var ofPods = new Prediction(Verdict.Unprotected, "the policy is for other pods");
        var known = _outlook.WithPods(posture, ofPods);
        Assert.Same(ofPods, known.Beside(posture));
        Assert.Same(ofPods, known.Beside(Posture(Verdict.Unprotected, "web")));
        Assert.Null(known.Beside(Posture(Verdict.Unprotected, "web", "api")));
        Assert.Null(known.Beside(Posture(Verdict.Sanitized, "web")));
        Assert.Same(known.General, known.Beside(Posture(Verdict.Protected, "web")));
    }

    [Fact]
    public void PodsThatCouldNotBeRead_AreReadAgainBesideTheNextAnswer()
    {
        var posture = Posture(Verdict.Unprotected, "web");
        var known = _outlook.WithPods(posture, new Prediction(Verdict.Unknown, "it depends on pod web, which could not be read: 503"));
        Assert.NotNull(known.Beside(posture));
        Assert.Null(known.Beside(Posture(Verdict.Unprotected, "web")));
    }

    private static NamespacePosture Posture(Verdict verdict, params string[] pods) => NamespaceVerdict.Unknown("shop", UnknownReason.NoPods, null, []) with
    {
        Verdict = verdict,
        UnknownBecause = null,
        Targets = [.. pods.Select(p => new TargetPosture(p, "Pod/" + p, verdict, []))],
    };
}
