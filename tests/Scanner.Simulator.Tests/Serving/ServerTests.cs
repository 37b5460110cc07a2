using System.Net;
using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Tests.Replay;

namespace Scanner.Simulator.Tests.Serving;

public sealed class ServerTests
{
    [Fact]
    public async Task Start_Connection_IsHttp2AndTrustsTheAuthority()
    {
        await using var server = await SimulatedApiServer.StartAsync();
        using var client = new ApiClient(server);

        using var response = await client.RawAsync(HttpMethod.Get, "/version");

        Assert.Equal(HttpVersion.Version20, response.Version);
        Assert.Equal("127.0.0.1", server.Url.Host);
    }

    [Fact]
    public async Task Start_Http11_IsServedToo()
    {
        await using var server = await SimulatedApiServer.StartAsync();
        using var client = server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/readyz") { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpVersion.Version11, response.Version);
        Assert.Equal("ok", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ExpireToken_KnownBefore_IsUnauthorized()
    {
        await using var server = await SimulatedApiServer.StartAsync();
        server.AddUser("carol-token", "carol", "system:masters");
        using var client = new ApiClient(server, "carol-token");
        var (before, _) = await client.GetAsync("/api/v1/pods");

        server.ExpireToken("carol-token");
        var (after, _) = await client.GetAsync("/api/v1/pods");

        Assert.Equal((200, 401), (before, after));
    }

    [Fact]
    public async Task Requests_AfterAWrite_HoldWhatWasSent()
    {
        await using var server = await SimulatedApiServer.StartAsync();
        using var client = new ApiClient(server);

        await client.PostAsync("/api/v1/namespaces?dryRun=All", """{"metadata":{"name":"n"}}""");

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/api/v1/namespaces", "admin", "tests/1.0"), (request.Method, request.Path, request.User, request.UserAgent));
        Assert.True(request.IsDryRun);
        Assert.Equal("""{"metadata":{"name":"n"}}""", request.Body);
        server.ClearRequests();
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Requests_NotRemembered_StayEmpty()
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { RememberedRequests = 0 });
        using var client = new ApiClient(server);

        await client.GetAsync("/api/v1/namespaces");

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Kubeconfig_OfAUser_NamesUrlTokenAndAuthority()
    {
        await using var server = await SimulatedApiServer.StartAsync();

        var config = YamlText.Objects(server.Kubeconfig("alice")).Single();

        Assert.Equal(server.Url.GetLeftPart(UriPartial.Authority), config.Objects("clusters").Single().Object("cluster")!.Text("server"));
        Assert.Equal("alice-token", config.Objects("users").Single().Object("user")!.Text("token"));
        Assert.Throws<ArgumentException>(() => server.Kubeconfig("nobody"));
    }

    [Theory]
    [InlineData(KubernetesVersion.V1_25, false, 404, 404)]
    [InlineData(KubernetesVersion.V1_28, false, 404, 404)]
    [InlineData(KubernetesVersion.V1_28, true, 404, 200)]
    [InlineData(KubernetesVersion.V1_30, false, 200, 404)]
    [InlineData(KubernetesVersion.V1_36, false, 200, 404)]
    public async Task AdmissionPolicies_ByVersion_AreServedOrNot(KubernetesVersion version, bool beta, int v1, int v1Beta1)
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Version = version, BetaAdmissionPolicies = beta });
        using var client = new ApiClient(server);

        var (stable, _) = await client.GetAsync("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies");
        var (old, _) = await client.GetAsync("/apis/admissionregistration.k8s.io/v1beta1/validatingadmissionpolicies");

        Assert.Equal((v1, v1Beta1), (stable, old));
    }

    [Fact]
    public async Task Anonymous_PublicPaths_AreAllowedAndOthersNot()
    {
        await using var server = await SimulatedApiServer.StartAsync();
        using var client = new ApiClient(server, token: null);

        var (version, _) = await client.GetAsync("/version");
        var (discovery, refusal) = await client.GetAsync("/apis");

        Assert.Equal((200, 403), (version, discovery));
        Assert.Equal("forbidden: User \"system:anonymous\" cannot get path \"/apis\"", refusal.Text("message"));
    }

    [Fact]
    public async Task SubjectAccessReviews_Recorded_SameAnswersAndReasons()
    {
        await using var server = await ReplayServer.StartAsync(KubernetesVersion.V1_36, CancellationToken.None);
        using var client = new ApiClient(server.Api);
        var reviews = JsonNode.Parse(
            await File.ReadAllTextAsync(Fixture.PathOf("recordings", "kubernetes-1.36", "rbac", "subject-access-reviews.json")))!.AsArray();

        var wrong = new List<string>();
        foreach (var review in reviews.Select(r => r!.AsObject()))
        {
            var body = new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["user"] = review.Text("user"),
                    ["groups"] = review["groups"]!.DeepClone(),
                    ["resourceAttributes"] = new JsonObject
                    {
                        ["verb"] = review.Text("verb"),
                        ["resource"] = "pods",
                        ["subresource"] = "ephemeralcontainers",
                        ["namespace"] = review.Text("namespace"),
                        ["name"] = review.Text("name"),
                    },
                },
            };
            var (_, answer) = await client.PostAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", body.ToJsonString());
            var status = answer.Object("status")!;
            if (status.Flag("allowed") != review.Flag("allowed") || (status.Text("reason") ?? "") != review.Text("reason"))
                wrong.Add($"{review.ToJsonString()} answered {status.ToJsonString()}");
        }

        Assert.Empty(wrong);
        Assert.Equal(264, reviews.Count);
    }
}
