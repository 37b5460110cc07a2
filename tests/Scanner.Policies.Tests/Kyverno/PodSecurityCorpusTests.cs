using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Admission.PodSecurity;
using Scanner.Fixtures;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.PodSecurity;

namespace Scanner.Policies.Tests.Kyverno;

/// <summary>The controls with their fields agree with what a real server decided about random security contexts.</summary>
public sealed class PodSecurityCorpusTests
{
    [Fact]
    public void Controls_AllowWhatTheServerAllows()
    {
        using var corpus = JsonDocument.Parse(File.ReadAllBytes(Fixture.PathOf("corpora", "pod-security.json")));
        var pods = corpus.RootElement.GetProperty("pods");
        var wrong = new List<string>();
        var asked = 0;
        foreach (var item in corpus.RootElement.GetProperty("cases").EnumerateArray().Where(i => i.GetProperty("allowed").ValueKind is JsonValueKind.True or JsonValueKind.False))
        {
            var level = item.GetProperty("level").GetString();
            if (level == "privileged" || !PodSecurityVersion.TryParse(item.GetProperty("version").GetString()!, out var version))
                continue;
            var pod = Pod(pods.GetProperty(item.GetProperty("pod").GetString()!), item.GetProperty("securityContext"));
            // Kyverno's copy of the standard does not relax it for pods with user namespaces.
            if (pod["spec"]!["hostUsers"] is JsonValue hostUsers && !hostUsers.GetValue<bool>())
                continue;
            using var document = JsonDocument.Parse(pod.ToJsonString());
            var results = Controls.Evaluate(PodView.Of(JsonValues.From(document.RootElement), "Pod")!, level == "restricted", version.Minor);
            asked++;
            if (results.Count == 0 != item.GetProperty("allowed").GetBoolean() && !IsKnownDifference(results, version))
                wrong.Add($"{level} {version.Minor} {item.GetProperty("securityContext").GetRawText()}: {string.Join(", ", results.Select(r => r.Id))}");
        }

        Assert.True(asked > 500, $"{asked} cases");
        Assert.Empty(wrong);
    }

    /// <summary>Kyverno applies a control to versions from before it came.</summary>
    private static bool IsKnownDifference(List<ControlResult> results, PodSecurityVersion version) =>
        results.TrueForAll(r => (r.Id == "capabilities_restricted" && version.Minor < 22) || (r.Id == "runAsUser" && version.Minor < 23)
            || (r.Id == "seccompProfile_restricted" && version.Minor < 19) || (r.Id == "allowPrivilegeEscalation" && version.Minor < 8));

    private static JsonNode Pod(JsonElement pod, JsonElement context)
    {
        var node = JsonNode.Parse(pod.GetRawText())!;
        var container = new JsonObject { ["name"] = "probe", ["image"] = "x" };
        if (context.ValueKind == JsonValueKind.Object)
            container["securityContext"] = JsonNode.Parse(context.GetRawText());
        var list = node["spec"]!["ephemeralContainers"] as JsonArray ?? [];
        if (list.Parent is null)
            node["spec"]!["ephemeralContainers"] = list;
        list.Add(container);
        return node;
    }
}
