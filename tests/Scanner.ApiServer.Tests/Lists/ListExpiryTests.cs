using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Tests.Transport;
using Scanner.ApiServer.Transport;
using static Scanner.ApiServer.Tests.Lists.ListerTests;

namespace Scanner.ApiServer.Tests.Lists;

/// <summary>A continue token that the server no longer knows: 410.</summary>
public sealed class ListExpiryTests : IDisposable
{
    private readonly TestClient _client = new();
    private readonly NameSink _sink = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task List_ExpiredWithAFreshToken_GoesOnAndSaysThatItIsInconsistent()
    {
        _client.Server.Then(Page("5", "old", "a", "b"), Expired("fresh"), Page("9", "t3", "c"), Page("9", "", "d"));
        var answer = Assert.IsType<ApiAnswer<ListResult>.Ok>(await ListAsync());
        Assert.Equal(new ListResult("5", 4, Consistent: false), answer.Value);
        Assert.Equal(["ns/a", "ns/b", "ns/c", "ns/d"], _sink.Names);
        Assert.Equal(0, _sink.Restarts);
        Assert.Equal(["", "old", "fresh", "t3"], Tokens());
    }

    [Theory]
    [InlineData("")]
    [InlineData("old")]
    public async Task List_ExpiredWithoutAFreshToken_StartsAgainAndDoublesNothing(string offered)
    {
        _client.Server.Then(Page("5", "old", "a", "b"), Expired(offered), Page("9", "new", "a", "c"), Page("9", "", "d"));
        var answer = Assert.IsType<ApiAnswer<ListResult>.Ok>(await ListAsync());
        Assert.Equal(new ListResult("9", 3, Consistent: true), answer.Value);
        Assert.Equal(["ns/a", "ns/c", "ns/d"], _sink.Names);
        Assert.Equal(1, _sink.Restarts);
        Assert.Equal(["", "old", "", "new"], Tokens());
    }

    [Fact]
    public async Task List_StartedAgainAfterAnInconsistentPart_IsConsistent()
    {
        _client.Server.Then(Page("5", "t1", "a"), Expired("t2"), Page("6", "t3", "b"), Expired(""), Page("9", "", "a", "b"));
        var answer = Assert.IsType<ApiAnswer<ListResult>.Ok>(await ListAsync());
        Assert.Equal(new ListResult("9", 2, Consistent: true), answer.Value);
    }

    [Fact]
    public async Task List_ExpiresAgainAndAgain_IsGivenUpAfterThreeRestarts()
    {
        for (var i = 0; i < 4; i++)
            _client.Server.Then(Page("5", "old", "a"), Expired(""));
        var refused = Assert.IsType<ApiAnswer<ListResult>.Refused>(await ListAsync());
        Assert.Equal((410, "Expired"), (refused.Status.Code, refused.Status.Reason));
        Assert.Equal((3, 8, 0), (_sink.Restarts, _client.Server.Requests.Count, _client.Server.Left));
    }

    [Fact]
    public async Task List_FreshTokensThatNeverWork_AreGivenUp()
    {
        for (var i = 0; i < 4; i++)
            _client.Server.Then(Page("5", "old", "a"), Expired("fresh"), Expired("fresher"));
        Assert.Equal(410, Assert.IsType<ApiAnswer<ListResult>.Refused>(await ListAsync()).Status.Code);
        Assert.Equal((3, 0), (_sink.Restarts, _client.Server.Left));
    }

    [Fact]
    public async Task List_ExpiredOnTheFirstPage_IsARefusal()
    {
        _client.Server.Then(Expired(""));
        Assert.Equal(410, Assert.IsType<ApiAnswer<ListResult>.Refused>(await ListAsync()).Status.Code);
        Assert.Single(_client.Server.Requests);
    }

    private static HttpResponseMessage Expired(string fresh) => Reply.Status(410, "Expired", $$""","metadata":{"continue":"{{fresh}}"}""");

    private IEnumerable<string> Tokens() => _client.Server.Lines.Select(l => l.Split("&continue=") is [_, var token] ? token : "");

    private Task<ApiAnswer<ListResult>> ListAsync() =>
        _client.RunAsync(() => _client.Kubernetes.ListAsync(new ListRequest(ResourcePath.Core("pods")), NameReader.Instance, _sink, default));
}
