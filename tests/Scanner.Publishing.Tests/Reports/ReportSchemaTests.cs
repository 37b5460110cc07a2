using System.Text.Json;
using Scanner.Core;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Fixtures;
using Scanner.Publishing.Reports;
using YamlDotNet.RepresentationModel;

namespace Scanner.Publishing.Tests.Reports;

/// <summary>The CRDs that come with the product declare all that is written into reports, and nothing is written that they do not.</summary>
public sealed class ReportSchemaTests
{
    public static TheoryData<string, string> Kinds => new()
    {
        { "policyreports.wgpolicyk8s.io", "a" },
        { "clusterpolicyreports.wgpolicyk8s.io", "" },
        { "reports.openreports.io", "a" },
        { "clusterreports.openreports.io", "" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Written_EveryField_IsDeclaredWithItsType(string crd, string ns)
    {
        var spec = Spec(crd);
        var api = crd.EndsWith(ReportApi.OpenReports.Group, StringComparison.Ordinal) ? ReportApi.OpenReports : ReportApi.PolicyWorkingGroup;
        var report = Parse(api, Full(ns.Length > 0 ? ns : null));
        var version = Assert.Single(((YamlSequenceNode)spec["versions"]).Children);
        Assert.Equal($"{spec["group"]}/{version["name"]}", report.GetProperty("apiVersion").GetString());
        Assert.Equal(((YamlScalarNode)spec["names"]["kind"]).Value, report.GetProperty("kind").GetString());
        Assert.Equal(ns.Length > 0 ? "Namespaced" : "Cluster", ((YamlScalarNode)spec["scope"]).Value);
        Check(report, version["schema"]["openAPIV3Schema"], "");
    }

    /// <summary>Written where there is anything to write: every field that a report can have, and each outcome and severity.</summary>
    private static Report Full(string? ns)
    {
        var lines = from outcome in Enum.GetValues<ReportOutcome>()
                    from severity in Enum.GetValues<Severity>()
                    select new ReportLine("ES101", "PrivilegedAdmitted", outcome, severity, "m", new ResourceReference("v1", "Pod", "a", "b"), [new("id", "x")]);
        return new Report(ns, [.. lines], new ReportSummary(1, 2, 3, 4, 5), 6) { Verdict = Verdict.Unprotected, EarlierVerdict = Verdict.Protected };
    }

    private static void Check(JsonElement value, YamlNode schema, string place)
    {
        Assert.Equal(TypeOf(value), ((YamlScalarNode)schema["type"]).Value);
        if (Child(schema, "enum") is YamlSequenceNode words)
            Assert.Contains(value.GetString(), words.Children.Select(w => ((YamlScalarNode)w).Value));
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Check(item, schema["items"], place + "[]");
        }

        // What metadata holds the server knows by itself.
        if (value.ValueKind != JsonValueKind.Object || place == ".metadata")
            return;
        foreach (var property in value.EnumerateObject())
        {
            var declared = Child(schema, "properties") is { } properties ? Child(properties, property.Name) : Child(schema, "additionalProperties");
            Assert.True(declared is not null, $"{place}.{property.Name} is not declared");
            Check(property.Value, declared!, $"{place}.{property.Name}");
        }
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.Number => "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "string",
    };

    private static YamlNode? Child(YamlNode node, string name) => ((YamlMappingNode)node).Children.TryGetValue(name, out var child) ? child : null;

    private static YamlNode Spec(string crd)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Checkout.PathOf("charts", "ephemeral-scanner", "files", "crds", crd + ".yaml"))));
        return yaml.Documents[0].RootNode["spec"];
    }

    private static JsonElement Parse(ReportApi api, Report report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            new ReportJson(api, _ => DateTimeOffset.UnixEpoch, "a.b").Write(report, json);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
