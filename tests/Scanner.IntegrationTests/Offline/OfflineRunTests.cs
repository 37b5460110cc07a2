namespace Scanner.IntegrationTests.Offline;

/// <summary>Objects from standard input and files, through the command line.</summary>
public sealed class OfflineRunTests
{
    private const string Manifests = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: team, labels: {pod-security.kubernetes.io/enforce: baseline}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: team}
        spec:
          containers: [{name: app, image: app}]
          ephemeralContainers: [{name: debug, image: busybox, securityContext: {privileged: true}}]
        status:
          ephemeralContainerStatuses: [{name: debug, state: {running: {startedAt: "2026-11-01T08:00:00Z"}}}]
        """;

    [Fact]
    public async Task Scan_YamlOnStandardInput_FindsThePrivilegedContainer()
    {
        var run = await ScannerRun.OfAsync(["scan", "--from", "-", "-o", "json"], Manifests);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        var ns = Assert.Single(run.Json.GetProperty("namespaces").EnumerateArray());
        Assert.Equal(("Unknown", "Offline", "Protected"), (ns.GetProperty("verdict").GetString(), ns.GetProperty("unknownBecause").GetString(), ns.GetProperty("predicted").GetProperty("verdict").GetString()));
        var container = Assert.Single(run.Json.GetProperty("ephemeralContainers").EnumerateArray());
        Assert.Equal(("debug", "Running", "privileged"), (container.GetProperty("name").GetString(), container.GetProperty("state").GetString(), container.GetProperty("podSecurityLevel").GetString()));
        var yaml = await ScannerRun.OfAsync(["scan", "--from", "-", "-o", "yaml"], Manifests);
        Assert.Contains("podSecurityLevel: \"privileged\"", yaml.Output, StringComparison.Ordinal);
        var table = await ScannerRun.OfAsync(["scan", "--from", "-"], Manifests);
        Assert.Matches("team +web +debug +Running +yes +privileged +busybox", table.Output);
    }

    /// <summary>A pod of the input has other labels than one that is made up.</summary>
    [Theory]
    [InlineData("on", "Protected", 1)]
    [InlineData("off", "Unprotected", 0)]
    public async Task Scan_PolicyGoesByLabels_ThoseOfThePodsCount(string guard, string predicted, int enforced)
    {
        var run = await ScannerRun.OfAsync(["scan", "--from", "-", "-o", "json"], $$"""
            {apiVersion: v1, kind: Namespace, metadata: {name: shop} }
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {guard: "{{guard}}"} }, spec: {containers: [{name: a, image: a}]} }
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: "no"}
            spec:
              matchConstraints:
                objectSelector: {matchLabels: {guard: "on"} }
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [UPDATE], resources: [pods/ephemeralcontainers]}]
              validations: [{expression: "object.spec.ephemeralContainers.all(c, !c.?securityContext.privileged.orValue(false))"}]
            ---
            {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: "no"}, spec: {policyName: "no", validationActions: [Deny]} }
            """);
        Assert.Equal(predicted, Assert.Single(run.Json.GetProperty("namespaces").EnumerateArray()).GetProperty("predicted").GetProperty("verdict").GetString());
        Assert.Equal(enforced, run.Json.GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "no").GetProperty("enforcedNamespaces").GetArrayLength());
    }

    [Fact]
    public async Task Scan_FilesAndExceptions_CountWhatIsNotAccepted()
    {
        var folder = Directory.CreateTempSubdirectory("scanner-offline-");
        var exceptions = Path.Combine(folder.FullName, "exceptions.yaml");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "objects.yaml"), Manifests);
        await File.WriteAllTextAsync(exceptions, "exceptions:\n- {rule: 'ES2*', namespace: te*, reason: known}\n");
        var run = await ScannerRun.OfAsync(["scan", "--from", Path.Combine(folder.FullName, "objects.yaml"), "--exceptions", exceptions, "-o", "json"], "");
        var accepted = run.Json.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("rule").GetString() == "ES201").GetProperty("accepted");
        Assert.Equal((0, "known"), (run.ExitCode, accepted.GetProperty("reason").GetString()));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("scan --from /absent.yaml", 2, "/absent.yaml")]
    [InlineData("scan --nonsense", 2, "--nonsense")]
    [InlineData("run --schedule never", 2, "never")]
    public async Task Wrong_Usage_IsToldInOneLine(string arguments, int code, string told)
    {
        var run = await ScannerRun.OfAsync(arguments.Split(' '), "");
        Assert.Equal((code, ""), (run.ExitCode, run.Output));
        Assert.Contains(told, Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
