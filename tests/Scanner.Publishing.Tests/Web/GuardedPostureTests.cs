using System.Net;
using Scanner.Publishing.Web;

namespace Scanner.Publishing.Tests.Web;

/// <summary>At any address that is not loopback.</summary>
public sealed class GuardedPostureTests : IAsyncLifetime
{
    private PostureRig _rig = null!;

    public async Task InitializeAsync()
    {
        _rig = await PostureRig.StartAsync("0.0.0.0");
        _rig.Publish();
        (_rig.Tokens["good"], _rig.Tokens["other"], _rig.Tokens["doubtful"]) = (PostureAccess.Allowed, PostureAccess.Forbidden, PostureAccess.NotChecked);
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData("Bearer good", HttpStatusCode.OK)]
    [InlineData("bearer good", HttpStatusCode.OK)]
    [InlineData("Bearer other", HttpStatusCode.Forbidden)]
    [InlineData("Bearer doubtful", HttpStatusCode.ServiceUnavailable)]
    [InlineData("Bearer strange", HttpStatusCode.Unauthorized)]
    public async Task Get_Token_IsServedByWhatItIsWorth(string authorization, HttpStatusCode status)
    {
        using var response = await _rig.SendAsync("GET", PostureServices.Path, $"Authorization: {authorization}");
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.Unauthorized ? ["Bearer"] : [], response.Headers.WwwAuthenticate.Select(w => w.ToString()));
        Assert.Equal(status == HttpStatusCode.ServiceUnavailable, response.Headers.RetryAfter is not null);
        Assert.Equal(status == HttpStatusCode.OK, (await response.Content.ReadAsStringAsync()).Contains("schemaVersion", StringComparison.Ordinal));
    }

    /// <summary>What is no token is not sent to anybody.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("good")]
    [InlineData("Basic good")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer go od")]
    [InlineData("Bearer good,Bearer good")]
    public async Task Get_NoToken_IsUnauthorizedUnasked(string authorization)
    {
        using var response = await _rig.SendAsync("GET", PostureServices.Path, authorization.Length == 0 ? [] : [$"Authorization: {authorization}"]);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain("good", _rig.Asked);
    }

    [Fact]
    public async Task Get_TwoAuthorizations_IsUnauthorized()
    {
        using var response = await _rig.SendAsync("GET", PostureServices.Path, "Authorization: Bearer strange", "Authorization: Bearer good");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Get_NoSnapshot_IsNotToldToStrangers()
    {
        _rig.Board.Clear();
        using var stranger = await _rig.SendAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var friend = await _rig.SendAsync("GET", PostureServices.Path, "Authorization: Bearer good");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, friend.StatusCode);
    }

    /// <summary>The token guards it, not the name that it was called by.</summary>
    [Fact]
    public async Task Get_AnyHost_IsServedWithAToken()
    {
        using var response = await _rig.SendAsync("GET", PostureServices.Path, "Host: scanner.example:8081", "Authorization: Bearer good");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("HEAD", HttpStatusCode.Unauthorized)]
    [InlineData("GET", HttpStatusCode.Unauthorized)]
    [InlineData("POST", HttpStatusCode.MethodNotAllowed)]
    public async Task Send_WithoutToken_GivesNothingAway(string method, HttpStatusCode status)
    {
        using var response = await _rig.SendAsync(method);
        Assert.Equal((status, (object?)null), (response.StatusCode, response.Headers.ETag));
    }
}
