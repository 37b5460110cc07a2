using System.Buffers;
using System.Text.Json;
using Scanner.Core.Posture;
using Scanner.Publishing.Documents;
using Scanner.Publishing.Reports;

namespace Scanner.Publishing.Formats;

/// <summary>
/// <c>-o policyreport</c>: YAML that <c>kubectl apply -f -</c> takes. A scan does not know what was seen before, so each finding is dated
/// with the scan.
/// </summary>
public sealed class PolicyReportWriter(ReportApi api) : IResultWriter
{
    public void Write(ScanResult result, TextWriter output)
    {
        var json = new ReportJson(api, _ => result.StartedAt);
        YamlDocuments.Write(ReportComposer.Of(result).Select(report => ToJson(json, report)), output);
    }

    private static JsonElement ToJson(ReportJson json, Report report)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = VisibleJsonEncoder.Instance }))
            json.Write(report, writer);
        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return document.RootElement.Clone();
    }
}
