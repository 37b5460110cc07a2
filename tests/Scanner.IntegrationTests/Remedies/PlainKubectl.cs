using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>
/// Does what the commands of a finding say, as kubectl would, where there is none: <c>patch</c>, <c>label</c> of a namespace and <c>apply</c> of
/// a List. Any other command fails.
/// </summary>
internal sealed class PlainKubectl(AdminClient admin)
{
    /// <param name="command">As the JSON result has it: <c>argv</c> and <c>stdin</c>.</param>
    public async Task RunAsync(JsonElement command)
    {
        var words = command.GetProperty("argv").EnumerateArray().Select(w => w.GetString()!).ToList();
        Assert.Equal("kubectl", words[0]);
        switch (words[1])
        {
            case "patch":
                await PatchAsync(words);
                break;
            case "label":
                Assert.Equal(["--overwrite", "namespace"], words[2..4]);
                var label = words[5].Split('=');
                await SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{words[4]}", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [label[0]] = label[1] } } }, "merge-patch");
                break;
            case "apply":
                foreach (var item in JsonNode.Parse(command.GetProperty("stdin").GetString()!)!["items"]!.AsArray())
                    await ApplyAsync(item!.AsObject());
                break;
            default:
                Assert.Fail($"not a command that can be run as it is: {string.Join(' ', words)}");
                break;
        }
    }

    private async Task PatchAsync(List<string> words)
    {
        var type = words.Single(w => w.StartsWith("--type=", StringComparison.Ordinal))["--type=".Length..];
        var body = JsonNode.Parse(words[words.IndexOf("-p") + 1])!;
        var at = words[2].IndexOf('.', StringComparison.Ordinal);
        await SendAsync(HttpMethod.Patch, $"/apis/{words[2][(at + 1)..]}/v1/{words[2][..at]}/{words[^1]}", body, $"{type}-patch");
    }

    private Task ApplyAsync(JsonObject item)
    {
        var kind = (string)item["kind"]!;
        var resource = kind.EndsWith('y') ? kind.ToLowerInvariant()[..^1] + "ies" : kind.ToLowerInvariant() + "s";
        var path = $"/apis/{item["apiVersion"]}/{resource}/{item["metadata"]!["name"]}?fieldManager=kubectl&force=true";
        return SendAsync(HttpMethod.Patch, path, item.DeepClone(), "apply-patch");
    }

    private Task<JsonObject> SendAsync(HttpMethod method, string path, JsonNode body, string type) =>
        admin.SendAsync(method, path, body, $"application/{type}+{(type == "apply-patch" ? "yaml" : "json")}", CancellationToken.None);
}
