using Microsoft.Extensions.Configuration;
using Scanner.Rights;
using Scanner.Worker.Settings;
using YamlDotNet.RepresentationModel;

namespace Scanner.Tests.Chart;

/// <summary>What the chart renders, over a matrix of values.</summary>
public sealed class ChartTests
{
    public static TheoryData<string, string> Matrix => new()
    {
        { "", "Service ServiceAccount ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding" },
        { "fence.enabled=false", "Service ServiceAccount" },
        { "serviceAccount.create=false,serviceAccount.name=other,service.enabled=false", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding" },
        { "crds.install=wgpolicyk8s", "CustomResourceDefinition Service ServiceAccount ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding" },
        { "crds.install=openreports,rbac.create=false", "CustomResourceDefinition Service ServiceAccount ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding" },
        { "rbac.namespaces={a,b},config.reports=none", "Service ServiceAccount ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding" },
        {
            Helm.Everything,
            "NetworkPolicy PodDisruptionBudget PodMonitor PrometheusRule Service ServiceAccount ServiceMonitor ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
        },
    };

    [SkippableFact]
    public async Task Lint_HasNothingToSay()
    {
        Helm.SkipUnlessThere();
        var (code, output, _) = await Helm.RunAsync("lint", "--strict", Helm.ChartFolder);
        Assert.True(code == 0, output);
        Assert.DoesNotContain("WARNING", output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public async Task Template_OfValues_GivesTheseKindsAndEachObjectOnce(string values, string kinds)
    {
        Helm.SkipUnlessThere();
        var objects = await Helm.TemplateAsync(values);
        // Deployment, configuration and test pod are always there, roles by another test.
        string[] others = ["ClusterRole", "ClusterRoleBinding", "ConfigMap", "Deployment", "Pod", "Role", "RoleBinding"];
        Assert.Equal(kinds, string.Join(' ', objects.Select(o => Text(o, "kind")).Distinct().Except(others).Order(StringComparer.Ordinal)));
        var names = objects.Select(o => $"{Text(o, "kind")} {Text(o, "metadata", "namespace")}/{Text(o, "metadata", "name")}").ToList();
        Assert.Equal(names.Distinct(), names);
    }

    [SkippableTheory]
    [InlineData("replicacount=2", "replicacount")]
    [InlineData("config.rateLimt=3", "rateLimt")]
    [InlineData("fence.enabled=maybe", "fence.enabled")]
    [InlineData("image.digest=abc", "image.digest")]
    [InlineData("config.log.level=loud", "config.log.level")]
    [InlineData("config.probe.targets=3", "targets")]
    public async Task Template_TypingError_IsRefusedByName(string values, string named)
    {
        Helm.SkipUnlessThere();
        var (code, _, error) = await Helm.RunAsync("template", "scanner", Helm.ChartFolder, "--set", values);
        Assert.NotEqual(0, code);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    /// <summary>What the roles allow is what the program says that it needs, and nothing else.</summary>
    [SkippableFact]
    public async Task Roles_WithEverythingOn_AreTheNeededRights()
    {
        Helm.SkipUnlessThere();
        var objects = await Helm.TemplateAsync(Helm.Everything);
        var granted = objects
            .Where(o => Text(o, "kind") is "ClusterRole" or "Role" && !Text(o, "metadata", "name").EndsWith("-reader", StringComparison.Ordinal))
            .SelectMany(o => ((YamlSequenceNode)o["rules"]).Cast<YamlMappingNode>())
            .SelectMany(Rights);
        var needed = NeededRights.All.Where(r => r.By == RightUser.Run)
            .SelectMany(r => r.Verbs.SelectMany(v => r.Resources.Select(of => $"{v} {r.Group} {of}{string.Concat(r.Names.Select(n => $" {n}"))}")));
        Assert.Equal(needed.Distinct().Order(StringComparer.Ordinal), granted.Distinct().Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData("", "get  configmaps kyverno")]
    [InlineData("rbac.kyvernoConfigMap=settings", "get  configmaps settings")]
    [InlineData("rbac.kyvernoConfigMap=", null)]
    [InlineData("rbac.namespaces={a}", null)]
    public async Task Roles_ReadAtMostOneConfigMap(string values, string? right)
    {
        Helm.SkipUnlessThere();
        var objects = await Helm.TemplateAsync(values);
        var granted = objects.Where(o => Text(o, "kind") is "ClusterRole" or "Role").SelectMany(o => ((YamlSequenceNode)o["rules"]).Cast<YamlMappingNode>()).SelectMany(Rights);
        Assert.Equal(right is null ? [] : [right], granted.Where(r => r.Contains("configmaps", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task Roles_WithoutProbes_HaveNoDangerousVerb()
    {
        Helm.SkipUnlessThere();
        var objects = await Helm.TemplateAsync("config.probe.enabled=false");
        var granted = objects.Where(o => Text(o, "kind") is "ClusterRole" or "Role").SelectMany(o => ((YamlSequenceNode)o["rules"]).Cast<YamlMappingNode>()).SelectMany(Rights);
        Assert.DoesNotContain(granted, r => r.Contains("ephemeralcontainers", StringComparison.Ordinal) || r == "create  pods");
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("config.schedule.cron=0 0 * * * ?,config.schedule.staleAfter=3h,config.probe.targetsPerNamespace=3,config.lingerAfter=2h,rbac.namespaces={a,b}")]
    [InlineData("config.exceptions[0].rule=ES301,config.exceptions[0].reason=on call,config.probe.enabled=false,webListen=0.0.0.0:8081,config.events=true")]
    public async Task Configuration_IsUnderstoodByTheWorker(string values)
    {
        Helm.SkipUnlessThere();
        var objects = await Helm.TemplateAsync(values);
        var text = Text(objects.Single(o => Text(o, "kind") == "ConfigMap"), "data", "scanner.yaml");
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(ConfigurationFile.Parse(text, "scanner.yaml")).Build(), out var errors);
        Assert.Empty(errors);
        Assert.Equal(("scanner", "scanner-ephemeral-scanner", true), (settings.LeaseNamespace, settings.LeaseName, settings.RequireFence));
    }

    [SkippableFact]
    public async Task Fence_IsAboutTheAccountThatRuns()
    {
        Helm.SkipUnlessThere();
        var objects = await Helm.TemplateAsync("");
        var policy = objects.Single(o => Text(o, "kind") == "ValidatingAdmissionPolicy");
        var account = Text(objects.Single(o => Text(o, "kind") == "Deployment"), "spec", "template", "spec", "serviceAccountName");
        var condition = (YamlMappingNode)((YamlSequenceNode)policy["spec"]["matchConditions"])[0];
        Assert.Equal($"request.userInfo.username == \"system:serviceaccount:scanner:{account}\"", Text(condition, "expression"));
        var binding = objects.Single(o => Text(o, "kind") == "ValidatingAdmissionPolicyBinding");
        Assert.Equal(Text(policy, "metadata", "name"), Text(binding, "spec", "policyName"));
    }

    private static IEnumerable<string> Rights(YamlMappingNode rule)
    {
        var groups = rule.Children.TryGetValue("apiGroups", out var named) ? Texts(named) : [""];
        var of = Texts(rule.Children.TryGetValue("resources", out var resources) ? resources : rule["nonResourceURLs"]);
        var names = rule.Children.TryGetValue("resourceNames", out var only) ? string.Concat(Texts(only).Select(n => $" {n}")) : "";
        return from verb in Texts(rule["verbs"]) from g in groups from resource in of select $"{verb} {g} {resource}{names}";
    }

    private static List<string> Texts(YamlNode list) => [.. ((YamlSequenceNode)list).Cast<YamlScalarNode>().Select(n => n.Value!)];

    private static string Text(YamlNode node, params string[] path)
    {
        foreach (var part in path)
        {
            if (node is not YamlMappingNode map || !map.Children.TryGetValue(part, out node!))
                return "";
        }

        return ((YamlScalarNode)node).Value ?? "";
    }
}
