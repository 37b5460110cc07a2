using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Publishing.Formats;
using Scanner.Publishing.Terminal;
using YamlDotNet.RepresentationModel;

namespace Scanner.Publishing.Tests.Formats;

public sealed class ResultWriterTests
{
    [Fact]
    public void Json_Result_HasTheContractsNamesAndValues()
    {
        var root = JsonDocument.Parse(Write(new JsonResultWriter(), Samples.Result())).RootElement;
        Assert.Equal(
            ["schemaVersion", "cluster", "scan", "summary", "namespaces", "ephemeralContainers", "rbac", "exposures", "engines", "policies", "findings"],
            root.EnumerateObject().Select(p => p.Name));
        Assert.Equal("""{"server":"https://10.0.0.1:6443","version":"v1.36.2","context":"prod","source":"live"}""", Compact(root.GetProperty("cluster")));
        Assert.Equal("""{"startedAt":"2026-11-22T12:00:00Z","durationSeconds":1.5,"requests":40,"complete":true,"errors":[],"notRead":[],"missingPermissions":[]}""", Compact(root.GetProperty("scan")));
        Assert.Equal(
            """{"namespaces":3,"verdicts":{"Unprotected":1,"Unknown":1,"FailClosed":0,"Sanitized":0,"Protected":1,"Blocked":0},"findings":{"critical":1,"high":2,"medium":0,"low":0,"info":1},"ephemeralContainers":1,"rbacSubjects":0}""",
            Compact(root.GetProperty("summary")));
        Assert.Equal("""{"subjects":[],"escalations":[]}""", Compact(root.GetProperty("rbac")));

        var gap = root.GetProperty("namespaces")[1];
        Assert.Equal("Unprotected", gap.GetProperty("verdict").GetString());
        Assert.Equal("Denied", gap.GetProperty("regularControl").GetString());
        Assert.Equal(JsonValueKind.Null, gap.GetProperty("deniedBy").ValueKind);
        Assert.Equal(JsonValueKind.Null, gap.GetProperty("predicted").ValueKind);
        Assert.Equal("""{"pod":"static","reason":"MirrorPod"}""", Compact(gap.GetProperty("skippedPods")[0]));
        var probe = gap.GetProperty("targets")[0].GetProperty("probes")[0];
        Assert.Equal(["profile", "outcome", "layer", "deniedBy", "status", "message", "image", "warnings"], probe.EnumerateObject().Select(p => p.Name));
        Assert.Equal("privileged", probe.GetProperty("profile").GetString());
        Assert.Equal("NoPods", root.GetProperty("namespaces")[0].GetProperty("unknownBecause").GetString());

        Assert.Equal(
            """{"namespace":"gap","pod":"web","workload":"Deployment/web","name":"debug","image":"busybox","targetContainer":null,"state":"Running","startedAt":null,"finishedAt":null,"privileged":true,"podSecurityLevel":"privileged","manager":null,"addedAt":"2026-11-22T10:00:00Z"}""",
            Compact(root.GetProperty("ephemeralContainers")[0]));
        var finding = root.GetProperty("findings")[0];
        Assert.Equal(["id", "rule", "title", "severity", "resource", "message", "remediation", "docs", "accepted", "subject", "commands", "severityBecause", "cause", "note", "brief"], finding.EnumerateObject().Select(p => p.Name));
        Assert.Equal("""[{"argv":["kubectl","delete","pod","-n","gap","web"],"placeholders":[],"stdin":null,"namespaceAt":[]}]""", Compact(finding.GetProperty("commands")));
        Assert.Equal(("ES201", "critical"), (finding.GetProperty("rule").GetString(), finding.GetProperty("severity").GetString()));
        Assert.Equal("""{"apiVersion":"v1","kind":"Pod","namespace":"gap","name":"web"}""", Compact(finding.GetProperty("resource")));
    }

    [Fact]
    public void Yaml_Result_IsTheDocumentOfTheJson()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Write(new YamlResultWriter(), Samples.Result())));
        var json = JsonDocument.Parse(Write(new JsonResultWriter(), Samples.Result())).RootElement;
        Assert.Equal(Flat(json), Flat(yaml.Documents[0].RootNode));
    }

    [Fact]
    public void Table_NotATerminal_IsPlainLinesWorstFirst()
    {
        var lines = Write(new TableResultWriter(TerminalTraits.None, new FakeTimeProvider(Samples.Now), new TableView()), Samples.Result()).Split('\n');
        Assert.StartsWith("NAMESPACE   VERDICT          CAUSE", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("gap         Unprotected      webhook validate.kyverno.svc-fail (no-privileged) denies a privileged regular container, but not an ephemeral one   Kyverno: let no-privileged", lines[1], StringComparison.Ordinal);
        Assert.Equal("empty       Unknown/NoPods   no pods to probe", lines[2]);
        Assert.Equal("good        Protected        Pod Security baseline:latest denies it", lines[3]);
        Assert.Contains(lines, l => l.StartsWith("gap         web   debug", StringComparison.Ordinal) && l.EndsWith("120m", StringComparison.Ordinal));
        Assert.Contains("3 namespaces: 1 Unprotected, 1 Unknown, 1 Protected", lines);
        Assert.Contains("4 findings: 1 critical, 2 high, 1 info", lines);
        Assert.DoesNotContain(lines, l => l.Any(c => char.IsControl(c)) || l.EndsWith(' '));
    }

    [Fact]
    public void Table_Terminal_IsColouredAndKeepsToItsWidth()
    {
        var text = Write(new TableResultWriter(new TerminalTraits(100, true, false), new FakeTimeProvider(Samples.Now), new TableView()), Samples.Result());
        Assert.Contains("\u001b[", text, StringComparison.Ordinal);
        var plain = System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[0-9;]*m", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5));
        Assert.DoesNotContain(plain.Split('\n'), l => l.Length > 100);
    }

    [Fact]
    public void Table_Terminal_SpellsTheLongCommandOutOnce()
    {
        var open = Samples.Result() with { Namespaces = [.. new[] { "a", "b" }.Select(n => new NamespacePosture { Name = n, Verdict = Verdict.Sanitized })] };
        var wide = Write(new TableResultWriter(new TerminalTraits(150, false, false), TimeProvider.System, new TableView()), open);
        Assert.Single(wide.Split('\n'), l => l == "To enforce Pod Security baseline: kubectl label --overwrite namespace \"${NAMESPACE:?}\" pod-security.kubernetes.io/enforce=baseline");
        var narrow = Write(new TableResultWriter(new TerminalTraits(80, false, false), TimeProvider.System, new TableView()), open);
        Assert.StartsWith("Sanitized (2): a, b\n", narrow, StringComparison.Ordinal);
        Assert.Single(narrow.Split('\n'), l => l == "       kubectl label --overwrite namespace \"${NAMESPACE:?}\" pod-security.kubernetes.io/enforce=baseline");
        var pipe = Write(new TableResultWriter(TerminalTraits.None, TimeProvider.System, new TableView()), open);
        Assert.Contains("kubectl label --overwrite namespace b pod-security.kubernetes.io/enforce=baseline", pipe, StringComparison.Ordinal);
        Assert.DoesNotContain("NAMESPACE:?", pipe, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_ManyEphemeralContainers_ShowsTheWorstAndHowManyMore()
    {
        var calm = Samples.Result().EphemeralContainers[0] with { Pod = "calm" };
        calm = calm with { Container = calm.Container with { Privileged = false } };
        var worst = calm with { Pod = "worst", Container = calm.Container with { Privileged = true, State = ContainerState.Running } };
        var writer = new TableResultWriter(TerminalTraits.None, TimeProvider.System, new TableView());
        var text = Write(writer, Samples.Result() with { EphemeralContainers = [.. Enumerable.Repeat(calm, 10), worst] });
        Assert.Contains("worst", text, StringComparison.Ordinal);
        Assert.Contains("and 6 ephemeral containers more: --all shows every one", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_NoEphemeralContainers_SaysSoOnlyWhenAllWereListed()
    {
        var none = Samples.Result() with { EphemeralContainers = [] };
        var writer = new TableResultWriter(TerminalTraits.None, TimeProvider.System, new TableView());
        Assert.Contains("No ephemeral containers in any pod.", Write(writer, none), StringComparison.Ordinal);
        var broken = Write(writer, none with { Errors = [new ScanError(ScanStep.List("pods"), "HTTP 403")] });
        Assert.DoesNotContain("No ephemeral containers in any pod.", broken, StringComparison.Ordinal);
        Assert.Contains("Missing: list pods: HTTP 403", broken, StringComparison.Ordinal);
        Assert.Contains("The scan is incomplete", broken, StringComparison.Ordinal);
    }

    [Fact]
    public void Probe_Result_ShowsRequestAnswerLayerAndFix()
    {
        var text = Write(new ProbeResultWriter("registry.k8s.io/pause:3.10"), Samples.Result());
        Assert.Contains("PATCH /api/v1/namespaces/gap/pods/web/ephemeralcontainers?dryRun=All", text, StringComparison.Ordinal);
        Assert.Contains("\"privileged\":true", text, StringComparison.Ordinal);
        Assert.Contains("answer:  HTTP 200, Admitted", text, StringComparison.Ordinal);
        Assert.Contains("A privileged regular container in a new pod: Denied by Webhook validate.kyverno.svc-fail", text, StringComparison.Ordinal);
        Assert.Contains("Verdict of gap: Unprotected", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    private static string Write(IResultWriter writer, ScanResult result)
    {
        using var text = new StringWriter { NewLine = "\n" };
        writer.Write(result, text);
        return text.ToString();
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private static List<string> Flat(JsonElement element, string path = "") => element.ValueKind switch
    {
        JsonValueKind.Object => [.. element.EnumerateObject().SelectMany(p => Flat(p.Value, $"{path}.{p.Name}"))],
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany((e, i) => Flat(e, $"{path}[{i}]"))],
        JsonValueKind.String => [$"{path}={element.GetString()}"],
        _ => [$"{path}={element.GetRawText()}"],
    };

    private static List<string> Flat(YamlNode node, string path = "") => node switch
    {
        YamlMappingNode map => [.. map.Children.SelectMany(p => Flat(p.Value, $"{path}.{((YamlScalarNode)p.Key).Value}"))],
        YamlSequenceNode list => [.. list.Children.SelectMany((n, i) => Flat(n, $"{path}[{i}]"))],
        _ => [$"{path}={((YamlScalarNode)node).Value}"],
    };
}
