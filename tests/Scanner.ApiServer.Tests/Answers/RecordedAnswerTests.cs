using System.Text.Json;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Tests.Transport;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Answers;

/// <summary>Every recorded answer, read by the client and, independently, as a JSON tree.</summary>
public sealed class RecordedAnswerTests
{
    public static TheoryData<string> Recordings() => [.. Files()];

    [Fact]
    public void Recordings_Folders_AreAllThere() =>
        Assert.Superset(
            new HashSet<string>(["discovery", "lease", "list", "probe", "probe-errors", "reports"]),
            Files().Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).ToHashSet());

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Read_RecordedAnswer_IsWhatTheServerSaid(string file)
    {
        using var recording = JsonDocument.Parse(File.ReadAllBytes(Fixture.PathOf("recordings", file)));
        var recorded = recording.RootElement.GetProperty("response");
        var (status, body) = (recorded.GetProperty("status").GetInt32(), recorded.GetProperty("body"));
        switch (AnswerReaderTests.Read(Reply.Recorded(file)))
        {
            case ApiAnswer<string>.Ok ok:
                Assert.Equal(status, ok.StatusCode);
                Assert.InRange(status, 200, 299);
                Assert.Equal(Name(body), ok.Value);
                Assert.Equal(Warnings(recorded), ok.Warnings);
                break;
            case ApiAnswer<string>.Refused refused:
                Assert.InRange(status, 400, 599);
                Assert.Equal(Print(Expected(status, body)), Print(refused.Status));
                Assert.Equal(Warnings(recorded), refused.Warnings);
                break;
            case ApiAnswer<string>.Failed failed:
                // Health and metrics are plain text, which no reader of objects is asked to read.
                Assert.Equal((200, JsonValueKind.String), (status, body.ValueKind));
                Assert.Equal(TransportFailureKind.BadAnswer, failed.Failure.Kind);
                break;
        }
    }

    // Watches are streams; verdicts and protobuf twins are no recordings of one answer.
    private static IEnumerable<string> Files()
    {
        foreach (var file in Fixture.Files("*.json", "recordings"))
        {
            using var recording = JsonDocument.Parse(File.ReadAllBytes(file));
            if (Property(recording.RootElement, "response") is { } response && Property(response, "body") is not null)
                yield return Path.GetRelativePath(Fixture.PathOf("recordings"), file);
        }
    }

    private static ApiStatus Expected(int status, JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.String)
            return new ApiStatus { Code = status, Message = body.GetString()!.Trim(), Untyped = true };
        var details = body.TryGetProperty("details", out var d) ? d : default;
        return new ApiStatus
        {
            Code = body.GetProperty("code").GetInt32(),
            Reason = Text(body, "reason"),
            Message = Text(body, "message"),
            DetailsName = Text(details, "name"),
            DetailsKind = Text(details, "kind"),
            RetryAfter = Property(details, "retryAfterSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds.GetInt32()) : null,
            Causes = Property(details, "causes") is { } causes
                ? [.. causes.EnumerateArray().Select(c => new ApiStatusCause(Text(c, "reason"), Text(c, "message"), Text(c, "field")))]
                : [],
        };
    }

    // Records compare arrays by reference.
    private static string Print(ApiStatus status) => $"{status with { Causes = [] }} {string.Join('\n', status.Causes)}";

    private static string Name(JsonElement body) =>
        Property(body, "metadata") is { } meta ? $"{Text(meta, "namespace")}/{Text(meta, "name")}" : "/";

    // What stands between the quotes is escaped as JSON is.
    private static IEnumerable<string> Warnings(JsonElement recorded) =>
        Property(recorded.GetProperty("headers"), "warning") is { } warnings
            ? warnings.EnumerateArray().Select(w => JsonSerializer.Deserialize<string>(w.GetString()!["299 - ".Length..])!)
            : [];

    private static string Text(JsonElement element, string name) => Property(element, name)?.GetString() ?? "";

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
}
