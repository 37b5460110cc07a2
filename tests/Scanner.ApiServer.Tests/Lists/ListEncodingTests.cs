using System.Text.Json;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Tests.Transport;
using Scanner.ApiServer.Transport;
using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Lists;

/// <summary>Recorded lists in both encodings, plain and gzipped, against their JSON read as a tree.</summary>
public sealed class ListEncodingTests
{
    private static readonly string[] s_folder = ["recordings", "kubernetes-1.36", "protobuf"];

    public static TheoryData<string> Lists()
    {
        var data = new TheoryData<string>();
        foreach (var file in Fixture.Files("*.pb", s_folder))
        {
            var twin = Path.ChangeExtension(file, "json");
            if (File.Exists(twin) && File.ReadAllText(twin).Contains("\"items\"", StringComparison.Ordinal))
                data.Add(Path.GetFileNameWithoutExtension(file));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_AnyEncoding_GivesTheSameObjects(string name)
    {
        using var tree = JsonDocument.Parse(File.ReadAllBytes(Fixture.PathOf([.. s_folder, name + ".json"])));
        var expected = tree.RootElement.GetProperty("items").EnumerateArray().Select(Name).ToList();
        Assert.NotEmpty(expected);
        var remaining = tree.RootElement.GetProperty("metadata").TryGetProperty("remainingItemCount", out var count) ? count.GetInt64() : -1;

        HttpResponseMessage[] replies = [Json(name), Protobuf(name), await Json(name).GzippedAsync(), await Protobuf(name).GzippedAsync()];
        foreach (var reply in replies)
        {
            var (sink, answer) = await ListAsync(reply, PathOf(tree.RootElement));
            Assert.Equal(expected, sink.Names);
            Assert.Equal(remaining, sink.Remaining[0]);
            Assert.Equal(("404", expected.Count), (answer.ResourceVersion, answer.Count));
        }
    }

    [Fact]
    public async Task List_ProtobufPage_IsFollowedByItsToken()
    {
        using var client = new TestClient();
        client.Server.Then(Protobuf("pods-page-1"), Protobuf("pods"));
        await client.Kubernetes.ListAsync(new ListRequest(ResourcePath.Core("pods")), NameReader.Instance, new NameSink(), default);
        Assert.EndsWith("&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NDA0LCJzdGFydCI6Ii9ob29rLWRlbnkvd2ViXHUwMDAwIn0", client.Server.Lines.Last(), StringComparison.Ordinal);
    }

    /// <summary>The page may have a token: an empty one ends the list.</summary>
    private static async Task<(NameSink Sink, ListResult Result)> ListAsync(HttpResponseMessage reply, ResourcePath path)
    {
        using var client = new TestClient();
        client.Server.Then(reply).ThenAlways(() => Reply.Json(200, """{"metadata":{},"items":[]}"""));
        var sink = new NameSink();
        var answer = await client.Kubernetes.ListAsync(new ListRequest(path), NameReader.Instance, sink, default);
        return (sink, Assert.IsType<ApiAnswer<ListResult>.Ok>(answer).Value);
    }

    private static ResourcePath PathOf(JsonElement list)
    {
        string[] version = [.. list.GetProperty("apiVersion").GetString()!.Split('/')];
        var kind = list.GetProperty("kind").GetString()!.Replace("List", "", StringComparison.Ordinal).ToLowerInvariant();
        var resource = kind.EndsWith('y') ? kind[..^1] + "ies" : kind + "s";
        return version is [var group, var name] ? new ResourcePath(group, name, resource) : ResourcePath.Core(resource);
    }

    private static HttpResponseMessage Json(string name) => Reply.Json(200, File.ReadAllText(Fixture.PathOf([.. s_folder, name + ".json"])));

    private static HttpResponseMessage Protobuf(string name) => Reply.Protobuf(200, [.. s_folder, name + ".pb"]);

    private static string Name(JsonElement item)
    {
        var meta = item.GetProperty("metadata");
        return $"{(meta.TryGetProperty("namespace", out var ns) ? ns.GetString() : "")}/{meta.GetProperty("name").GetString()}";
    }
}
