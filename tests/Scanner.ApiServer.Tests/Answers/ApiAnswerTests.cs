using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Tests.Answers;

public sealed class ApiAnswerTests
{
    private static readonly ApiAnswer<int> s_ok = new ApiAnswer<int>.Ok(7, 201, ["careful"]);
    private static readonly ApiAnswer<int> s_failed = new ApiAnswer<int>.Failed(new TransportFailure(TransportFailureKind.Connection, "cannot talk to it"));

    [Fact]
    public void Map_Ok_ConvertsTheValueAndKeepsTheRest()
    {
        var mapped = Assert.IsType<ApiAnswer<string>.Ok>(s_ok.Map(v => $"<{v}>"));
        Assert.Equal(("<7>", 201), (mapped.Value, mapped.StatusCode));
        Assert.Equal<string>(["careful"], mapped.Warnings);
    }

    [Fact]
    public void Map_NoValue_KeepsTheReasonAndConvertsNothing()
    {
        var refused = Refused(403, "Forbidden", "no");
        Assert.Equal("HTTP 403 Forbidden: no", refused.Map<string>(_ => throw new InvalidOperationException("there is no value")).Describe());
        Assert.Equal("cannot talk to it", s_failed.Map<string>(_ => throw new InvalidOperationException("there is no value")).Describe());
    }

    [Fact]
    public void Describe_Ok_IsEmpty() => Assert.Equal("", s_ok.Describe());

    [Theory]
    [InlineData("", "404 page not found", "HTTP 404: 404 page not found")]
    [InlineData("NotFound", "pods \"x\" not found", "HTTP 404 NotFound: pods \"x\" not found")]
    [InlineData("", "<html>\r\n  <head/>\r\n</html>", "HTTP 404: <html> <head/> </html>")]
    public void Describe_Refused_IsOneLine(string reason, string message, string expected) =>
        Assert.Equal(expected, Refused(404, reason, message).Describe());

    private static ApiAnswer<int> Refused(int code, string reason, string message) =>
        new ApiAnswer<int>.Refused(new ApiStatus { Code = code, Reason = reason, Message = message }, []);
}
