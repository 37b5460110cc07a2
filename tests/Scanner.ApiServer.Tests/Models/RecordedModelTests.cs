using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Tests.Transport;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Models;

/// <summary>
/// Every recorded object of a kind that is read whole, listed, watched and got by the client, says the same when it is written again: nothing
/// that a rule could need is lost. <c>Fixtures/models</c> holds one object of each kind with nearly every field that a server takes.
/// </summary>
public sealed class RecordedModelTests
{
    private const string List = "List";

    // The schema of the recorded CustomResourceDefinition is deeper than the 64 levels of the default.
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 512 };

    public static TheoryData<string> Lists() => [.. Recordings(k => k.EndsWith(List, StringComparison.Ordinal))];

    public static TheoryData<string> Objects() => [.. Recordings(k => !k.EndsWith(List, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task ListAndWatch_Recorded_LoseNothing(string file)
    {
        var body = Body(file);
        var kind = RecordedKind.Find(Item(body));
        var items = body["items"]!.AsArray().Select(i => i!).ToList();
        AssertSame(items, await kind.ListAsync(Reply.RecordedAt(Fixture.PathOf(file))));
        AssertSame(items, await kind.WatchAsync(items));
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task Get_Recorded_LosesNothing(string file)
    {
        var body = Body(file);
        var answer = await RecordedKind.Find(Item(body)).GetAsync(Reply.Json(200, body.ToJsonString()));
        AssertSame([body], [Assert.IsType<ApiAnswer<JsonNode>.Ok>(answer).Value]);
    }

    [Fact]
    public void Recordings_HoldEveryKind()
    {
        var filled = Recordings(_ => true).Select(Body).Where(b => b["items"] is not JsonArray { Count: 0 });
        Assert.Equal(RecordedKind.Names.Order(), filled.Select(Item).Distinct().Order());
    }

    private static void AssertSame(List<JsonNode> expected, List<JsonNode> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Empty(expected.Zip(actual).SelectMany(p => RecordedKind.Differences(p.First, p.Second)));
    }

    private static IEnumerable<string> Recordings(Func<string, bool> wanted) => Fixture.Files("*.json", "recordings").Concat(Fixture.Files("*.json", "models"))
        .Select(f => Path.GetRelativePath(Fixture.PathOf(), f))
        .Where(f => Body(f) is var body && RecordedKind.Names.Contains(Item(body)) && wanted(Kind(body)));

    private static JsonNode Body(string file) =>
        (JsonNode.Parse(File.ReadAllText(Fixture.PathOf(file)), null, s_deep) as JsonObject)?["response"]?["body"] as JsonObject ?? [];

    private static string Item(JsonNode body) => Kind(body) is var kind && kind.EndsWith(List, StringComparison.Ordinal) ? kind[..^List.Length] : kind;

    private static string Kind(JsonNode body) => (string?)body["kind"] ?? "";
}
