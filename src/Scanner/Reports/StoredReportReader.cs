using System.Text.Json;
using Scanner.ApiServer.Wire;

namespace Scanner.Reports;

/// <summary>Reads reports of either API; both have the same fields.</summary>
internal sealed class StoredReportReader : IObjectReader<StoredReport>
{
    public static readonly StoredReportReader Instance = new();

    public bool JsonOnly => true;

    public StoredReport Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        var report = Parse(reader.ReadRawJson());
        reader.Leave(scope);
        return report;
    }

    private static StoredReport Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 512 });
            using var document = JsonDocument.ParseValue(ref json);
            return ReportContent.Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new WireFormatException($"it is no report: {e.Message}", e);
        }
    }
}
