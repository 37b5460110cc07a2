using System.Text;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Transport;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests;

/// <summary>
/// Every request about pods that the guard lets through, of many that it is asked about, is sent as system:masters with a body that would
/// change a pod. The server takes it and stores nothing.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class GuardOnServerTests(ClusterPool clusters)
{
    private const string Pods = "/api/v1/namespaces/open/pods";
    private const string Container = """{"name":"guard-test","image":"busybox","securityContext":{"privileged":true}}""";
    private const string PodSpec = """{"containers":[{"name":"guard-test","image":"busybox","securityContext":{"privileged":true}}]}""";

    private static readonly string[] s_methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly string[] s_below =
        ["", "/ephemeralcontainers", "/status", "/resize", "/eviction", "/binding", "/log", "/exec", "/attach", "/portforward", "/proxy"];

    private static readonly string[] s_queries =
        ["", "?dryRun=All", "?dryRun=", "?dryRun=All&dryRun=", "?dryRun=All;x", "?dryrun=All", "?fieldManager=x&dryRun=All", "?dryRun=All&fieldValidation=Strict"];

    private static readonly (string Type, string Body)[] s_patches =
    [
        ("application/strategic-merge-patch+json", $$$"""{"spec":{"ephemeralContainers":[{{{Container}}}]}}"""),
        ("application/merge-patch+json", $$$"""{"spec":{"ephemeralContainers":[{{{Container}}}]}}"""),
        ("application/json-patch+json", $$$"""[{"op":"add","path":"/spec/ephemeralContainers","value":[{{{Container}}}]}]"""),
        ("application/apply-patch+yaml", $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME","namespace":"open"},"spec":{"ephemeralContainers":[{{{Container}}}]}}"""),
    ];

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task Send_AllThatTheGuardLetsThrough_StoresNothing(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var admin = cluster.Admin();
        var before = await cluster.PodVersionsAsync(CancellationToken.None);
        var pod = before.Keys.First(k => k.StartsWith("open/", StringComparison.Ordinal)).Split('/')[1];
        var (asked, sent, added) = (0, 0, 0);
        foreach (var request in Requests(cluster.Url, pod))
        {
            asked++;
            using (request)
            {
                if (!DryRunGuard.IsAllowed(request, cluster.Url))
                    continue;
                sent++;
                using var response = await admin.Http.SendAsync(request);
                // What came back shows that the server did all of it but store it.
                if (request.Method != HttpMethod.Get && response.IsSuccessStatusCode
                    && (await response.Content.ReadAsStringAsync()).Contains("guard-test", StringComparison.Ordinal))
                {
                    added++;
                }
            }
        }

        Assert.Equal(before.OrderBy(p => p.Key), (await cluster.PodVersionsAsync(CancellationToken.None)).OrderBy(p => p.Key));
        Assert.True(asked > 500 && sent > 10 && added > 5, $"{asked} asked, {sent} sent, {added} would have been stored");
    }

    private static IEnumerable<HttpRequestMessage> Requests(Uri server, string pod) =>
        from method in s_methods
        from path in s_below.Select(b => $"{Pods}/{pod}{b}").Append(Pods).Append("/api/v1/pods")
        from query in s_queries
        from body in Bodies(method, pod)
        select Request(method, new Uri(server, path + query), body);

    private static IEnumerable<(string Type, string Body)?> Bodies(string method, string pod) => method switch
    {
        "GET" => [null],
        "PATCH" => s_patches.Select(p => ((string, string)?)(p.Type, p.Body.Replace("NAME", pod, StringComparison.Ordinal))),
        // Options in a body take the place of those in the query.
        "DELETE" => [null, ("application/json", """{"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0}""")],
        _ => [("application/json", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = method == "POST" ? "guard-test" : pod, ["namespace"] = "open" },
            ["spec"] = JsonNode.Parse(PodSpec),
        }.ToJsonString())],
    };

    private static HttpRequestMessage Request(string method, Uri uri, (string Type, string Body)? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), uri);
        if (body is { } content)
            request.Content = new StringContent(content.Body, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue(content.Type));
        return request;
    }
}
