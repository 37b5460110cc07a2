using System.Globalization;
using System.Text.Json;
using Scanner.Core.Cluster;

namespace Scanner.Publishing.Reports;

/// <summary>Writes a report as the object that the API server takes.</summary>
/// <param name="time">When a finding was first seen; the same for all in a single scan.</param>
/// <param name="instance">As of <see cref="ReportNames.Instance"/>; null for none.</param>
public sealed class ReportJson(ReportApi api, Func<ReportLine, DateTimeOffset> time, string? instance = null)
{
    public void Write(Report report, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", api.ApiVersion);
        json.WriteString("kind", report.Namespace is null ? api.ClusterKind : api.Kind);
        WriteMetadata(report, json);
        if (api.NamesSource)
            json.WriteString("source", ReportNames.Name);
        if (report.Namespace is { } ns)
        {
            json.WritePropertyName("scope");
            WriteReference(new ResourceReference("v1", "Namespace", null, ns), json);
        }

        json.WriteStartArray("results");
        foreach (var line in report.Lines)
            WriteLine(line, json);
        json.WriteEndArray();
        WriteSummary(report.Summary, json);
        json.WriteEndObject();
    }

    private void WriteMetadata(Report report, Utf8JsonWriter json)
    {
        json.WriteStartObject("metadata");
        json.WriteString("name", ReportNames.Name);
        if (report.Namespace is { } ns)
            json.WriteString("namespace", ns);
        json.WriteStartObject("labels");
        json.WriteString(ReportNames.ManagedBy, ReportNames.Name);
        if (instance is not null)
            json.WriteString(ReportNames.Instance, instance);
        json.WriteEndObject();
        WriteAnnotations(report, json);
        json.WriteEndObject();
    }

    private static void WriteAnnotations(Report report, Utf8JsonWriter json)
    {
        if (report is { Truncated: 0, Verdict: null })
            return;
        json.WriteStartObject("annotations");
        if (report.Verdict is { } verdict)
            json.WriteString(ReportNames.Verdict, verdict.ToString());
        if (report.EarlierVerdict is { } earlier)
            json.WriteString(ReportNames.EarlierVerdict, earlier.ToString());
        if (report.Truncated > 0)
            json.WriteString(ReportNames.Truncated, report.Truncated.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private void WriteLine(ReportLine line, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("policy", line.Policy);
        json.WriteString("rule", line.Rule);
        json.WriteString("result", Lower(line.Outcome));
        json.WriteString("severity", Lower(line.Severity));
        json.WriteString("category", "Ephemeral containers");
        json.WriteString("source", ReportNames.Name);
        json.WriteString("message", line.Message);
        json.WriteBoolean("scored", true);
        json.WriteStartObject("timestamp");
        json.WriteNumber("seconds", time(line).ToUnixTimeSeconds());
        json.WriteNumber("nanos", 0);
        json.WriteEndObject();
        if (line.Resource is { } resource)
        {
            json.WriteStartArray("resources");
            WriteReference(resource, json);
            json.WriteEndArray();
        }

        if (line.Properties.Length > 0)
        {
            json.WriteStartObject("properties");
            foreach (var (key, value) in line.Properties)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteReference(ResourceReference resource, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", resource.ApiVersion);
        json.WriteString("kind", resource.Kind);
        if (resource.Namespace is { } ns)
            json.WriteString("namespace", ns);
        json.WriteString("name", resource.Name);
        json.WriteEndObject();
    }

    private static void WriteSummary(ReportSummary summary, Utf8JsonWriter json)
    {
        json.WriteStartObject("summary");
        json.WriteNumber("pass", summary.Pass);
        json.WriteNumber("fail", summary.Fail);
        json.WriteNumber("warn", summary.Warn);
        json.WriteNumber("error", summary.Error);
        json.WriteNumber("skip", summary.Skip);
        json.WriteEndObject();
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
