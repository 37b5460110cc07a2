using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reviews;
using Scanner.Core.Posture;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Core.Rbac.Rights;
using Scanner.Scans;

namespace Scanner.Tests.Rbac;

/// <summary>A server that sees it otherwise.</summary>
public sealed class RbacVerifierTests : IAccessReviewClient
{
    private readonly RbacPosture _rbac = RbacObjects.Recorded().Index().Posture();
    private readonly List<AccessReview> _asked = [];
    private Func<AccessReview, ApiAnswer<AccessDecision>> _answer;

    public RbacVerifierTests() => _answer = review => Allowed(IsRead(review));

    public Task<ApiAnswer<AccessDecision>> ReviewAsync(AccessReview review, CancellationToken cancellationToken)
    {
        lock (_asked)
            _asked.Add(review);
        return Task.FromResult(_answer(review));
    }

    [Fact]
    public async Task Verify_ServerAgrees_AsksAboutEveryLineAndTheOtherVerb()
    {
        Assert.Empty(await new RbacVerifier(this).VerifyAsync(_rbac, 4, CancellationToken.None));
        Assert.Equal(_rbac.Subjects.Values.Sum(s => s.Grants.Length) * 2, _asked.Count);
        Assert.Contains(new AccessReview("bob", null, "patch", "", "pods", "ephemeralcontainers", "open", "web"), _asked);
        Assert.Contains(new AccessReview(null, "oncall", "patch", "", "pods", "ephemeralcontainers", "", ""), _asked);
        Assert.Contains(new AccessReview("system:serviceaccount:open:debugger", null, "update", "", "pods", "ephemeralcontainers", "open", ""), _asked);
    }

    [Fact]
    public async Task Verify_ServerDeniesOneAndAllowsAnother_PrintsBoth()
    {
        _answer = review => review switch
        {
            { User: "alice", Verb: "patch" } => new ApiAnswer<AccessDecision>.Ok(new AccessDecision(false, ""), 201, []),
            { Group: "oncall", Verb: "patch" } => new ApiAnswer<AccessDecision>.Ok(new AccessDecision(true, "webhook says so"), 201, []),
            _ => Allowed(IsRead(review)),
        };
        var differences = await new RbacVerifier(this).VerifyAsync(_rbac, 4, CancellationToken.None);
        Assert.Equal(
            [
                "user alice patch pods/ephemeralcontainers in open: the server denies it, roles and bindings give it",
                "group oncall patch pods/ephemeralcontainers in all namespaces: the server allows it (webhook says so), no role and binding that were read give it",
            ],
            differences.Select(d => d.Message));
        Assert.All(differences, d => Assert.Equal(ScanStep.Compare, d.Step));
    }

    [Fact]
    public async Task Verify_MayNotAsk_SaysSoOnceAndStops()
    {
        var status = new ApiStatus { Code = 403, Reason = "Forbidden", Message = "no" };
        _answer = _ => new ApiAnswer<AccessDecision>.Refused(status, []);
        var difference = Assert.Single(await new RbacVerifier(this).VerifyAsync(_rbac, 1, CancellationToken.None));
        Assert.Equal(ScanStep.Verify, difference.Step);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Verify_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RbacVerifier(this).VerifyAsync(_rbac, 1, stop.Token));
    }

    private static ApiAnswer<AccessDecision> Allowed(bool allowed) => new ApiAnswer<AccessDecision>.Ok(new AccessDecision(allowed, ""), 201, []);

    private bool IsRead(AccessReview review)
    {
        var subject = review.Group is { } group ? Subject.Group(group) : Subject.User(review.User!);
        var verb = review.Verb == "patch" ? AddVerbs.Patch : AddVerbs.Update;
        return _rbac.Subjects[subject].Grants.Any(g => (g.Namespace ?? "") == review.Namespace && g.Verbs.HasFlag(verb) && (g.Pods is not { } pods || pods.Contains(review.Name)));
    }
}
