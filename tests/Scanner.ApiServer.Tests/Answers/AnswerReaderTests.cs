using System.Text;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Tests.Lists;
using Scanner.ApiServer.Tests.Transport;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Answers;

public sealed class AnswerReaderTests
{
    private const string Html = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n";

    [Fact]
    public void Read_ProtobufStatus_IsReadAsTheJsonOne()
    {
        var status = Refusal(Reply.Protobuf(404, "recordings", "kubernetes-1.36", "protobuf", "not-found.pb"));
        Assert.Equal((404, "NotFound", "pods \"ghost\" not found"), (status.Code, status.Reason, status.Message));
        Assert.Equal(("ghost", "pods", false, false), (status.DetailsName, status.DetailsKind, status.Untyped, status.IsNotServed));
    }

    [Fact]
    public void Read_ProtobufObject_IsReadAsTheJsonOne() =>
        Assert.Equal("debugged/web", Assert.IsType<ApiAnswer<string>.Ok>(Read(Reply.Protobuf(200, "recordings", "kubernetes-1.36", "protobuf", "pod.pb"))).Value);

    [Theory]
    [InlineData("kubernetes-1.36/discovery/group-absent.json", true, true)]
    [InlineData("kubernetes-1.36/list/not-found-resource.json", true, true)]
    [InlineData("kubernetes-1.25/discovery/apis-admissionregistration-v1beta1.json", true, false)]
    [InlineData("kubernetes-1.36/probe-errors/no-such-pod.json", false, false)]
    [InlineData("kubernetes-1.36/probe-errors/no-such-namespace.json", false, false)]
    [InlineData("kubernetes-1.36/lease/absent.json", false, false)]
    [InlineData("kubernetes-1.36/probe-errors/unauthorized.json", false, false)]
    public void Read_NotFound_TellsAMissingResourceFromAMissingObject(string recording, bool notServed, bool untyped)
    {
        var status = Refusal(Reply.Recorded(recording));
        Assert.Equal((notServed, untyped), (status.IsNotServed, status.Untyped));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("120", 120)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    public void Read_TooManyRequestsAsText_SaysWhenToComeBack(string header, int? seconds)
    {
        var status = Refusal(Reply.Text(429, "Too many requests, please try again later.\n").With("Retry-After", header));
        Assert.Equal((429, "", "Too many requests, please try again later.", true), (status.Code, status.Reason, status.Message, status.Untyped));
        Assert.Equal(seconds, status.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public void Read_RetryAfterInHeaderAndStatus_TakesTheHeader()
    {
        var status = Refusal(Reply.Status(429, "TooManyRequests", ""","details":{"retryAfterSeconds":9}""").With("Retry-After", "2"));
        Assert.Equal((TimeSpan.FromSeconds(2), "TooManyRequests"), (status.RetryAfter, status.Reason));
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(9_000_000_000_000_000, 3600)]
    public void Read_SenselessRetryAfter_IsClamped(long sent, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Refusal(Reply.Status(429, "TooManyRequests", $$""","details":{"retryAfterSeconds":{{sent}}}""")).RetryAfter);

    [Theory]
    [InlineData("7200", 3600)]
    [InlineData("5000000", 3600)]
    [InlineData("20", 20)]
    public void Read_RetryAfterHeader_CountsUpToAnHour(string sent, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Refusal(Reply.Text(429, "busy").With("Retry-After", sent)).RetryAfter);

    /// <summary>Gateways swallow codes, and a webhook may deny with 200: a Status is no object that was asked for.</summary>
    [Theory]
    [InlineData(""","status":"Failure","code":503""", 503)]
    [InlineData(""","status":"Failure","code":200""", 200)]
    [InlineData(",\"status\":\"Failure\"", 200)]
    [InlineData("", 200)]
    public void Read_FailureInASuccess_IsARefusal(string more, int code)
    {
        var refusal = Refusal(Reply.Json(200, $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"message":"not connected"{{more}}}"""));
        Assert.Equal((code, "not connected", false), (refusal.Code, refusal.Message, refusal.Untyped));
    }

    [Fact]
    public void Read_ProtobufFailureInASuccess_IsARefusal() =>
        Assert.Equal(404, Refusal(Reply.Protobuf(200, "recordings", "kubernetes-1.36", "protobuf", "not-found.pb")).Code);

    /// <summary>What stands between us and the server may say no in its own words: it is a refusal, and its words are kept.</summary>
    [Theory]
    [InlineData(502, "text/html", Html, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>")]
    [InlineData(503, "application/json", """{"error":"no backend"}""", """{"error":"no backend"}""")]
    [InlineData(403, "application/json", """{"code":"AccessDenied","message":5}""", """{"code":"AccessDenied","message":5}""")]
    [InlineData(403, "application/json", """["no"]""", """["no"]""")]
    [InlineData(403, "application/json", """{"kind":"Status","mess""", """{"kind":"Status","mess""")]
    [InlineData(403, "application/json", "plain text", "plain text")]
    [InlineData(403, "application/vnd.kubernetes.protobuf", "plain text", "plain text")]
    [InlineData(403, null, "no type", "no type")]
    [InlineData(401, "text/plain", "", "Unauthorized")]
    [InlineData(403, "application/json", " \n", "Forbidden")]
    [InlineData(302, "text/plain", "", "Found")]
    public void Read_RefusalThatIsNoStatus_KeepsItsText(int code, string? type, string body, string message)
    {
        var status = Refusal(Reply.Bytes(code, type, Encoding.UTF8.GetBytes(body)));
        Assert.Equal((code, "", message, true), (status.Code, status.Reason, status.Message, status.Untyped));
    }

    [Fact]
    public void Read_LongText_IsCut() => Assert.Equal(new string('x', 300), Refusal(Reply.Text(500, new string('x', 100_000))).Message);

    [Fact]
    public void Read_StatusOfAnotherCode_TakesTheOneOfHttp() =>
        Assert.Equal(403, Refusal(Reply.Json(403, """{"message":"no","code":200}""")).Code);

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/json", "{")]
    [InlineData("application/json", """{"metadata":{"name":"web"},"spec":""")]
    [InlineData("application/json", """{"metadata":{"name":5}}""")]
    [InlineData("application/json", """{"metadata":"web"}""")]
    [InlineData("application/json", """{"metadata":{"name":"\ud800"}}""")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", Html)]
    [InlineData("text/html", Html)]
    [InlineData("text/plain", "ok")]
    [InlineData(null, "{}")]
    [InlineData("no/type/at all", "{}")]
    [InlineData("application/vnd.kubernetes.protobuf", "")]
    [InlineData("application/vnd.kubernetes.protobuf", "{}")]
    [InlineData("application/vnd.kubernetes.protobuf", "k8s\0\u0012\u007f")]
    public void Read_SuccessThatCannotBeRead_IsABadAnswer(string? type, string body)
    {
        var answer = Read(Reply.Bytes(200, type, Encoding.UTF8.GetBytes(body)));
        var failure = Assert.IsType<ApiAnswer<string>.Failed>(answer).Failure;
        Assert.Equal(TransportFailureKind.BadAnswer, failure.Kind);
        Assert.StartsWith("the answer of /api/v1/pods cannot be read (", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Read_ObjectDeeperThanAnyOfTheApi_IsABadAnswer() =>
        Assert.IsType<ApiAnswer<string>.Failed>(Read(Reply.Json(200, string.Concat(Enumerable.Repeat("{\"a\":", 1000)))));

    /// <summary>Every cut of a real answer either fails or, where only unread bytes are missing, cannot differ.</summary>
    [Fact]
    public void Read_ProtobufCutAnywhere_NeverThrows()
    {
        var whole = File.ReadAllBytes(Fixture.PathOf("recordings", "kubernetes-1.36", "protobuf", "pod.pb"));
        for (var length = 0; length < whole.Length; length += 7)
        {
            if (Read(Reply.Bytes(200, "application/vnd.kubernetes.protobuf", whole[..length])) is ApiAnswer<string>.Ok ok)
                Assert.True(ok.Value == "/" || ok.Value == "debugged/web", $"{ok.Value} at {length}");
        }
    }

    [Fact]
    public void Read_Warnings_ComeWithRefusalsToo()
    {
        var answer = Read(Reply.Status(403, "Forbidden").With("Warning", "299 - \"one\"", "299 - \"two, \\\"quoted\\\"\""));
        Assert.Equal<string>(["one", "two, \"quoted\""], Assert.IsType<ApiAnswer<string>.Refused>(answer).Warnings);
    }

    internal static ApiAnswer<string> Read(HttpResponseMessage response)
    {
        response.RequestMessage = new HttpRequestMessage(HttpMethod.Get, "https://server/api/v1/pods?limit=500");
        using var body = new MemoryStream();
        response.Content.CopyTo(body, null, default);
        return AnswerReader.Read(response, body.ToArray(), NameReader.Instance);
    }

    private static ApiStatus Refusal(HttpResponseMessage response) => Assert.IsType<ApiAnswer<string>.Refused>(Read(response)).Status;
}
