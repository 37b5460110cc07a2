using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.IntegrationTests.Clusters;
using Scanner.Tests.Chart;
using YamlDotNet.RepresentationModel;

namespace Scanner.IntegrationTests;

/// <summary>Whatever the chart renders for a version of Kubernetes, a server of that version takes it without a field that it does not know.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ChartOnServerTests(ClusterPool clusters)
{
    private const string Everything = Helm.Everything + ",crds.install=wgpolicyk8s,tolerations[0].operator=Exists,priorityClassName=system-cluster-critical";

    // Kinds of the Prometheus operator, which these servers do not have.
    private const string Operator = "monitoring.coreos.com/";

    public static TheoryData<string, string> Matrix
    {
        get
        {
            var matrix = new TheoryData<string, string>();
            foreach (var kind in new[] { "1.36", "1.30", "1.28", "1.25", ClusterPool.Real })
            {
                foreach (var values in new[] { "", Everything, "rbac.namespaces={open,psa-baseline},crds.install=openreports" })
                    matrix.Add(kind, values);
            }

            return matrix;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public async Task Objects_AreTakenStrictly(string kind, string values)
    {
        Helm.SkipUnlessThere();
        var cluster = await clusters.GetAsync(kind);
        using var admin = cluster.Admin();
        var version = (await admin.GetAsync("/version", CancellationToken.None))["gitVersion"]!.GetValue<string>();
        var (code, output, error) = await Helm.RunAsync(
            "template", "scanner", Helm.ChartFolder, "-n", "open", "--kube-version", version, "--set", values.Length == 0 ? "replicaCount=1" : values);
        Assert.True(code == 0, error);
        var objects = Helm.Documents(output);
        Assert.Equal(string.CompareOrdinal(version, "v1.3") >= 0, objects.Any(o => Text(o, "kind") == "ValidatingAdmissionPolicy"));
        await ApplyAsync(admin, objects);
    }

    [SkippableTheory]
    [InlineData("1.36")]
    [InlineData("1.30")]
    [InlineData(ClusterPool.Real)]
    public async Task PlainManifests_AreTakenStrictly(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var admin = cluster.Admin();
        var text = await File.ReadAllTextAsync(Checkout.PathOf("deploy", "ephemeral-scanner.yaml"));
        // Nothing is stored, so the namespace that they are for is not there either.
        await ApplyAsync(admin, Helm.Documents(text.Replace("namespace: ephemeral-scanner\n", "namespace: open\n", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [MemberData(nameof(ClusterPool.All), MemberType = typeof(ClusterPool))]
    public async Task AFieldThatCameLater_IsRefused(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var admin = cluster.Admin();
        var minor = int.Parse((await admin.GetAsync("/version", CancellationToken.None))["minor"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        const string budget = """{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: later}, spec: {minAvailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow}}""";
        using var content = new StringContent(budget, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using var response = await admin.Http.PostAsync("/apis/policy/v1/namespaces/open/poddisruptionbudgets?dryRun=All&fieldValidation=Strict", content);
        Assert.True(response.IsSuccessStatusCode == (minor > 25), await response.Content.ReadAsStringAsync());
        if (minor == 25)
            Assert.Contains("unknown field \\\"spec.unhealthyPodEvictionPolicy\\\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task ApplyAsync(AdminClient admin, IReadOnlyList<YamlMappingNode> objects)
    {
        Assert.Contains(objects, o => Text(o, "kind") == "Deployment");
        foreach (var obj in objects.Where(o => !Text(o, "apiVersion").StartsWith(Operator, StringComparison.Ordinal)))
            await ApplyAsync(admin, obj);
    }

    private static async Task ApplyAsync(AdminClient admin, YamlMappingNode obj)
    {
        var (apiVersion, kind, name) = (Text(obj, "apiVersion"), Text(obj, "kind"), Text((YamlMappingNode)obj["metadata"], "name"));
        var root = apiVersion == "v1" ? "/api/v1" : $"/apis/{apiVersion}";
        var resources = (await admin.GetAsync(root, CancellationToken.None))["resources"]!.AsArray();
        var resource = resources.Single(r => r!["kind"]!.GetValue<string>() == kind && !r["name"]!.GetValue<string>().Contains('/', StringComparison.Ordinal))!;
        // Role and RoleBinding of rbac.namespaces name their own.
        var ns = ((YamlMappingNode)obj["metadata"]).Children.TryGetValue("namespace", out var own) ? own.ToString() : "open";
        var place = resource["namespaced"]!.GetValue<bool>() ? $"/namespaces/{ns}" : "";
        using var content = new StringContent(Yaml(obj), Encoding.UTF8, new MediaTypeHeaderValue("application/apply-patch+yaml"));
        var path = $"{root}{place}/{resource["name"]!.GetValue<string>()}/{Uri.EscapeDataString(name)}?dryRun=All&fieldManager=helm&force=true&fieldValidation=Strict";
        using var response = await admin.Http.PatchAsync(path, content);
        Assert.True(response.IsSuccessStatusCode, $"{kind} {name}: {await response.Content.ReadAsStringAsync()}");
        Assert.Empty(response.Headers.NonValidated.TryGetValues("Warning", out var warnings) ? warnings : []);
    }

    private static string Yaml(YamlMappingNode obj)
    {
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(obj)).Save(text, assignAnchors: false);
        return text.ToString().Replace("\n...", "", StringComparison.Ordinal);
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;
}
