using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Webhooks;

namespace Scanner.Simulator.Tests.Webhooks;

public sealed class WebhookHostTests
{
    private const string Review = """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u1","operation":"UPDATE","namespace":"ns","name":"web",
         "kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},"subResource":"ephemeralcontainers",
         "object":{"spec":{"ephemeralContainers":[{"name":"p","securityContext":{"privileged":true}}]}}}}
        """;

    [Fact]
    public async Task Deny_OverHttps_TrustedByTheCaAndAnswersTheReview()
    {
        await using var host = await WebhookHost.StartAsync(port: 0, CancellationToken.None);
        using var client = Client(host);
        using var response = await client.PostAsync("/deny", Json(Review));
        var answer = (await response.Content.ReadFromJsonAsync<JsonObject>()).Object("response")!;
        Assert.Equal("u1", answer.Text("uid"));
        Assert.False(answer.Flag("allowed"));
        Assert.Equal(403, answer.Object("status").Number("code"));
        Assert.Equal(
            "[psp-privileged-container] Privileged container is not allowed: p, securityContext: {\"privileged\": true}", answer.Object("status").Text("message"));
        Assert.Equal(host.CaPem, Encoding.ASCII.GetString(Convert.FromBase64String(host.CaBundleBase64)));
    }

    [Fact]
    public async Task Strip_OverHttps_AnswersAPatch()
    {
        await using var host = await WebhookHost.StartAsync(port: 0, CancellationToken.None);
        using var client = Client(host);
        using var response = await client.PostAsync("/strip", Json(Review));
        var answer = (await response.Content.ReadFromJsonAsync<JsonObject>()).Object("response")!;
        Assert.Equal("JSONPatch", answer.Text("patchType"));
        Assert.Equal(
            """[{"op":"replace","path":"/spec/ephemeralContainers/0/securityContext/privileged","value":false}]""",
            Encoding.UTF8.GetString(Convert.FromBase64String(answer.Text("patch")!)));
    }

    [Theory]
    [InlineData("/error", Review, HttpStatusCode.InternalServerError)]
    [InlineData("/ghost", Review, HttpStatusCode.NotFound)]
    [InlineData("/deny", "nonsense", HttpStatusCode.BadRequest)]
    public async Task Answer_NotAReview_IsThatStatusWithoutBody(string path, string body, HttpStatusCode expected)
    {
        await using var host = await WebhookHost.StartAsync(port: 0, CancellationToken.None);
        using var client = Client(host);
        using var response = await client.PostAsync(path, Json(body));
        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Slow_HostStops_TheCallEndsWithoutAnAnswer()
    {
        var called = new TaskCompletionSource();
        var handlers = ScenarioWebhooks.Handlers.SetItem("/slow", _ =>
        {
            called.SetResult();
            return new WebhookAnswer.TimedOut();
        });
        var host = await WebhookHost.StartAsync(handlers, port: 0, TimeProvider.System, CancellationToken.None);
        using var client = Client(host);
        var call = client.PostAsync("/slow", Json(Review));
        await called.Task;
        Assert.False(call.IsCompleted);
        await host.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static HttpClient Client(WebhookHost host)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(host.CaPem));
        var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { CertificateChainPolicy = policy } };
        return new HttpClient(handler, disposeHandler: true) { BaseAddress = new Uri($"https://127.0.0.1:{host.Port}") };
    }
}
