using System.Text.Json;
using Scanner.Simulator.Webhooks;

namespace Scanner.IntegrationTests;

/// <summary>Behind a list of allowed registries every probe with the scanner's image is denied, which tells nothing of privilege.</summary>
public sealed class ImagePolicyTests
{
    private const string Pod = """{"metadata":{"name":"web"},"spec":{"containers":[{"name":"app","image":"corp.example/app:1"}]}}""";

    [Theory]
    [InlineData(false, "Unprotected - - Admitted", "nothing denies a privileged ephemeral container with image corp.example/app:1")]
    [InlineData(true, "Protected Webhook pods.example.com NotAsked", "webhook pods.example.com denies it with image corp.example/app:1")]
    public async Task Scan_OnlyOneRegistryIsAllowed_AsksWithThePodsOwnImage(bool judgesPrivilege, string verdict, string cause)
    {
        WebhookHandler hook = request =>
        {
            var text = request.Object!.ToJsonString();
            return text.Contains("registry.k8s.io/", StringComparison.Ordinal) ? WebhookAnswer.Deny(403, "only images of corp.example")
                : judgesPrivilege && text.Contains("\"privileged\":true", StringComparison.Ordinal) ? WebhookAnswer.Deny(403, "privileged")
                : WebhookAnswer.Allow();
        };
        var (json, probe) = await RunsAsync(hook);
        Assert.Equal(verdict, Assert.Single(json.Verdicts().Values));
        var probes = json.Json.GetProperty("namespaces")[0].GetProperty("targets")[0].GetProperty("probes").EnumerateArray().ToList();
        Assert.All(probes, p => Assert.Equal("corp.example/app:1", p.GetProperty("image").GetString()));
        Assert.Contains($"cause: {cause}\n", probe.Output, StringComparison.Ordinal);
        Assert.Contains("\"image\":\"corp.example/app:1\"", probe.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_BothImagesAreDenied_IsBlockedForThese()
    {
        var (json, probe) = await RunsAsync(_ => WebhookAnswer.Deny(403, "image is not signed"));
        Assert.StartsWith("Blocked Webhook pods.example.com", Assert.Single(json.Verdicts().Values), StringComparison.Ordinal);
        Assert.Contains(
            "denies every ephemeral container of the scanner's image and of corp.example/app:1, by a policy on images as it seems\n",
            probe.Output,
            StringComparison.Ordinal);
    }

    /// <summary>Nothing speaks of images, and the privileged probe alone is denied: there is no second question.</summary>
    [Fact]
    public async Task Scan_PolicyOnPrivilegeAlone_IsAskedWithTheScannersImage()
    {
        var (json, _) = await RunsAsync(request =>
            request.Object!.ToJsonString().Contains("\"privileged\":true", StringComparison.Ordinal) ? WebhookAnswer.Deny(403, "privileged") : WebhookAnswer.Allow());
        var ns = json.Json.GetProperty("namespaces")[0];
        Assert.Equal("Protected", ns.GetProperty("verdict").GetString());
        Assert.All(
            ns.GetProperty("targets")[0].GetProperty("probes").EnumerateArray(),
            p => Assert.Equal(JsonValueKind.Null, p.GetProperty("image").ValueKind));
    }

    private static async Task<(ScannerRun Scan, ScannerRun Probe)> RunsAsync(WebhookHandler hook)
    {
        await using var server = await PolicyCluster.StartAsync(hook, Pod);
        return (
            await ScannerRun.WithKubeconfigAsync(server.Kubeconfig(), "scan", "-n", PolicyCluster.Namespace, "-o", "json"),
            await ScannerRun.WithKubeconfigAsync(server.Kubeconfig(), "probe", PolicyCluster.Namespace + "/web"));
    }
}
