using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Conformance;

/// <summary>Sends a table to a server and writes down what it answers.</summary>
internal sealed class ConformanceRun(HttpClient http)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Installs the report APIs and waits until they are served.</summary>
    public async Task PrepareAsync()
    {
        var list = JsonNode.Parse(await File.ReadAllTextAsync(Fixture.PathOf("recordings", "kubernetes-1.36", "protobuf", "customresources.json")))!;
        foreach (var recorded in list["items"]!.AsArray())
        {
            var definition = new JsonObject
            {
                ["apiVersion"] = "apiextensions.k8s.io/v1",
                ["kind"] = "CustomResourceDefinition",
                ["metadata"] = new JsonObject { ["name"] = recorded!["metadata"]!["name"]!.DeepClone() },
                ["spec"] = recorded["spec"]!.DeepClone(),
            };
            using var response = await SendAsync(HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition.ToJsonString(), "application/json");
            response.EnsureSuccessStatusCode();
            await WaitUntilServedAsync(recorded["spec"]!);
        }
    }

    /// <summary>The table with the answers of this server.</summary>
    public async Task<string> RunAsync(string name, string table)
    {
        var lines = table.Split('\n').TakeWhile(l => l.StartsWith('#')).ToList();
        foreach (var (test, index) in ConformanceTable.Cases(table).Select((c, i) => (c, i)))
        {
            lines.Add("= " + test.Title);
            lines.AddRange(await RunAsync(test, $"case-{name[..2]}-{index + 1}"));
            lines.Add("");
        }

        return string.Join('\n', lines);
    }

    private async Task<IEnumerable<string>> RunAsync(ConformanceCase test, string ns)
    {
        using (var created = await SendAsync(HttpMethod.Post, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + ns + "\"}}", "application/json"))
            created.EnsureSuccessStatusCode();
        var text = new AnswerText(ns);
        var lines = new List<string>();
        foreach (var step in test.Steps)
        {
            using var response = await SendAsync(step.Method, step.Path.Replace("NS", ns, StringComparison.Ordinal), step.Body is null ? null : text.Fill(step.Body), step.ContentType);
            if (step.Method == HttpMethod.Post && step.Path.EndsWith("/customresourcedefinitions", StringComparison.Ordinal) && response.IsSuccessStatusCode)
                await WaitUntilServedAsync(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["spec"]!);
            var warnings = response.Headers.TryGetValues("Warning", out var given) ? given : [];
            lines.AddRange(step.Text);
            lines.AddRange(text.Print((int)response.StatusCode, warnings, await response.Content.ReadAsStringAsync()));
        }

        return lines;
    }

    // A real server serves a new kind a moment after it has stored the definition.
    private async Task WaitUntilServedAsync(JsonNode definition)
    {
        using var limit = new CancellationTokenSource(s_limit);
        foreach (var version in definition["versions"]!.AsArray().Where(v => v!["served"]!.GetValue<bool>()))
        {
            while (!await IsServedAsync($"/apis/{definition["group"]}/{version!["name"]}/{definition["names"]!["plural"]}", limit.Token))
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    private async Task<bool> IsServedAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(path, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string contentType)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestUsers.Admin.Token);
        request.Headers.UserAgent.ParseAdd("scanner-tests");
        request.Headers.Accept.ParseAdd("application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        return await http.SendAsync(request);
    }
}
