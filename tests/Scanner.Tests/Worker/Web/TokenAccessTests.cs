using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reviews;
using Scanner.Publishing.Web;
using Scanner.Tests.Worker.Leading;
using Scanner.Worker.Web;

namespace Scanner.Tests.Worker.Web;

public sealed class TokenAccessTests : ITokenReviewClient, IPathReviewClient
{
    private static readonly TokenIdentity s_jane = new("jane", "", ["team"]);

    private readonly FakeTimeProvider _time = new();
    private readonly LogLines _log = new();
    private readonly List<string> _tokens = [];
    private readonly List<(TokenIdentity Who, string Verb, string Path)> _rights = [];
    private readonly TokenAccess _access;

    private ApiAnswer<TokenIdentity?> _who = Ok<TokenIdentity?>(s_jane);
    private ApiAnswer<AccessDecision> _right = Ok(new AccessDecision(true, ""));

    public TokenAccessTests() => _access = new TokenAccess(this, this, _time, _log);

    [Fact]
    public async Task Check_Token_AsksWhoseItIsAndThenForTheRight()
    {
        Assert.Equal(PostureAccess.Allowed, await CheckAsync("t"));
        Assert.Equal(["t"], _tokens);
        Assert.Equal([(s_jane, "get", "/ephemeral-scanner/posture")], _rights);
    }

    [Fact]
    public async Task Check_Allowed_IsRememberedForTenSeconds()
    {
        await CheckAsync("t");
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(PostureAccess.Allowed, await CheckAsync("t"));
        Assert.Single(_tokens);
        await CheckAsync("other");
        Assert.Equal(["t", "other"], _tokens);
        // The answer of then, not the last use, is what grows old.
        _time.Advance(TimeSpan.FromSeconds(0.1));
        _who = Ok<TokenIdentity?>(null);
        Assert.Equal(PostureAccess.Unauthenticated, await CheckAsync("t"));
    }

    [Fact]
    public async Task Check_TokenOfNobody_IsNotRemembered()
    {
        _who = Ok<TokenIdentity?>(null);
        Assert.Equal(PostureAccess.Unauthenticated, await CheckAsync("t"));
        Assert.Empty(_rights);
        _who = Ok<TokenIdentity?>(s_jane);
        Assert.Equal(PostureAccess.Allowed, await CheckAsync("t"));
    }

    [Fact]
    public async Task Check_NoRight_IsNotRemembered()
    {
        _right = Ok(new AccessDecision(false, "no"));
        Assert.Equal(PostureAccess.Forbidden, await CheckAsync("t"));
        _right = Ok(new AccessDecision(true, ""));
        Assert.Equal(PostureAccess.Allowed, await CheckAsync("t"));
    }

    [Fact]
    public async Task Check_CannotBeAsked_LetsNobodyInAndIsToldOnce()
    {
        _who = new ApiAnswer<TokenIdentity?>.Refused(new ApiStatus { Code = 403, Reason = "Forbidden", Message = "may not review token-of-jane" }, []);
        Assert.Equal(PostureAccess.NotChecked, await CheckAsync("token-of-jane"));
        Assert.Equal(PostureAccess.NotChecked, await CheckAsync("token-of-jane"));
        _who = Ok<TokenIdentity?>(s_jane);
        _right = new ApiAnswer<AccessDecision>.Failed(new TransportFailure(TransportFailureKind.Timeout, "no answer"));
        Assert.Equal(PostureAccess.NotChecked, await CheckAsync("token-of-jane"));
        _right = Ok(new AccessDecision(true, ""));
        Assert.Equal(PostureAccess.Allowed, await CheckAsync("token-of-jane"));
        Assert.Equal(
            [
                "Warning 235: Nobody can read the posture, because tokens cannot be checked: create tokenreviews.authentication.k8s.io: HTTP 403 Forbidden: may not review [token]",
                "Information 236: Tokens are checked again",
            ],
            _log.Lines);
    }

    [Fact]
    public async Task Check_FloodOfTokens_ReachesTheServerInMeasure()
    {
        _who = Ok<TokenIdentity?>(null);
        var answers = new List<PostureAccess>();
        for (var i = 0; i < 100; i++)
            answers.Add(await CheckAsync($"made-up-{i}"));
        Assert.Equal((20, 80), (_tokens.Count, answers.Count(a => a == PostureAccess.NotChecked)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PostureAccess.Unauthenticated, await CheckAsync("later"));
    }

    /// <summary>Old ones make room: in the end the latest is remembered, and during a flood too.</summary>
    [Fact]
    public async Task Check_ManyReaders_TheLatestAreRemembered()
    {
        for (var i = 0; i < 1000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Equal(PostureAccess.Allowed, await CheckAsync($"reader-{i}"));
        }

        _who = Ok<TokenIdentity?>(null);
        for (var i = 0; i < 50; i++)
            await CheckAsync($"made-up-{i}");
        Assert.Equal(PostureAccess.Allowed, await CheckAsync("reader-999"));
        Assert.NotEqual(PostureAccess.Allowed, await CheckAsync("reader-0"));
    }

    Task<ApiAnswer<TokenIdentity?>> ITokenReviewClient.ReviewAsync(string token, CancellationToken cancellationToken)
    {
        _tokens.Add(token);
        return Task.FromResult(_who);
    }

    Task<ApiAnswer<AccessDecision>> IPathReviewClient.ReviewAsync(TokenIdentity who, string verb, string path, CancellationToken cancellationToken)
    {
        _rights.Add((who, verb, path));
        return Task.FromResult(_right);
    }

    private Task<PostureAccess> CheckAsync(string token) => _access.CheckAsync(token, CancellationToken.None);

    private static ApiAnswer<T> Ok<T>(T value) => new ApiAnswer<T>.Ok(value, 201, ImmutableArray<string>.Empty);
}
