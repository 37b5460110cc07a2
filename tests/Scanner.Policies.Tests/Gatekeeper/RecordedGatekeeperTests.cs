using System.Text.Json;
using Scanner.Fixtures;
using Scanner.Policies.Decisions;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Gatekeeper;

/// <summary>A real Gatekeeper judged these probes; its templates, its constraints and its webhook as the API server had them.</summary>
public sealed class RecordedGatekeeperTests
{
    private const string Denial = "403 Forbidden: admission webhook \"validation.gatekeeper.sh\" denied the request: ";

    public static TheoryData<string> Namespaces => [.. Read("VERDICTS.json").EnumerateObject().Select(n => n.Name)];

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void Probes_AreAnsweredAsRecorded(string space)
    {
        foreach (var probe in Read("VERDICTS.json").GetProperty(space).EnumerateObject())
            Assert.Equal(probe.Value.GetString(), Answer(probe.Name, space, []));
    }

    [Fact]
    public void ExcludedByConfig_IsNotMatched()
    {
        var excluded = Answer("privileged ephemeral", "gk-covers", [Body("config.json")]);
        Assert.Equal("admitted", excluded);
        Assert.Equal(200, Read("gk-covers.excluded-by-config.json").GetProperty("response").GetProperty("status").GetInt32());
        Assert.StartsWith(Denial, Answer("privileged ephemeral", "gk-warn", [Body("config.json")], action: "deny"));
    }

    /// <param name="probe">As the verdicts name it: <c>privileged ephemeral</c>, <c>benign ephemeral</c>, <c>privileged regular</c>.</param>
    private static string Answer(string probe, string space, JsonElement[] others, string? action = null)
    {
        var objects = new List<JsonElement>(others) { Body("webhook.json") };
        objects.AddRange(Body("constrainttemplates.json").GetProperty("items").EnumerateArray());
        objects.AddRange(Body("constraints-covers.json").GetProperty("items").EnumerateArray().Where(_ => action is null));
        foreach (var (kind, name) in ((string, string)[])[("notread", "gk-notread"), ("skipsupdate", "gk-skipsupdate"), ("cel", "gk-cel")])
            objects.Add(Constraint(kind, name, "deny"));
        if (action is not null)
            objects.Add(Constraint("covers", space, action));
        var request = Request(probe, space);
        var decisions = GatekeeperEngine.Compile(new PolicyObjects(objects), minor: 36)
            .SelectMany(p => p.Decide(request).Select(d => (Text: $"[{p.Identity.Name}] ", d.Decision))).ToArray();
        string[] denied = [.. decisions.Where(d => d.Decision is PolicyDecision.Denied).Select(d => d.Text + ((PolicyDecision.Denied)d.Decision).Message)];
        if (denied.Length > 0)
            return Denial + string.Join("\n", denied);
        string[] warned = [.. decisions.Where(d => d.Decision is PolicyDecision.Reported r && r.Actions.Contains("Warn")).Select(d => d.Text + ((PolicyDecision.Reported)d.Decision).Message)];
        return warned.Length > 0 ? $"admitted warnings=['299 - \"{warned[0]}\"']" : "admitted";
    }

    private static AdmissionRequest Request(string probe, string space)
    {
        var isRegular = probe.EndsWith("regular", StringComparison.Ordinal);
        var container = $$"""{"name":"{{(isRegular ? "probe" : "probe-7f3a")}}","image":"x","securityContext":{"privileged":{{(probe.StartsWith("privileged", StringComparison.Ordinal) ? "true" : "false")}} } }""";
        var pod = Cluster.Json($$"""{"metadata":{"name":"web","namespace":"{{space}}"},"spec":{"containers":[{"name":"web","image":"x"}]} }""");
        var labels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = space };
        return PodRequests.Make(pod, Cluster.Json(container), isRegular ? RequestChannel.Regular : RequestChannel.Ephemeral, labels, new RequestUser("eve", []));
    }

    private static JsonElement Constraint(string kind, string space, string action) => Cluster.Json($$"""
        {"apiVersion":"constraints.gatekeeper.sh/v1beta1","kind":"NoPrivileged{{kind}}","metadata":{"name":"only-{{space}}"},
        "spec":{"enforcementAction":"{{action}}","match":{"kinds":[{"apiGroups":[""],"kinds":["Pod"]}],"namespaces":["{{space}}"]} } }
        """);

    private static JsonElement Body(string file) => Read(file).GetProperty("response").GetProperty("body");

    private static JsonElement Read(string file) => Cluster.Json(File.ReadAllText(Fixture.PathOf("recordings", "gatekeeper", file)));
}
