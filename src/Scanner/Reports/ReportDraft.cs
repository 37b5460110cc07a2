using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Publishing.Reports;

namespace Scanner.Reports;

/// <summary>A report as it is to be stored.</summary>
/// <param name="Bytes">The object.</param>
/// <param name="AsStored">What the cluster will hold.</param>
internal sealed record ReportDraft(ReadOnlyMemory<byte> Bytes, StoredReport AsStored)
{
    /// <param name="seen">When findings were first seen; those that are not among them are seen now.</param>
    /// <param name="instance">As of <see cref="ReportNames.Instance"/>; null for none.</param>
    public static ReportDraft Of(Report report, ReportTarget target, ImmutableArray<SeenFinding> seen, DateTimeOffset now, string? instance)
    {
        // A report of 500 results asks 500 times.
        var times = seen.DistinctBy(s => s.Id).ToDictionary(s => s.Id, s => s.Seconds);
        var json = new ReportJson(target.Api, line => TimeOf(line, times, now), instance);
        var bytes = CanonicalJson.Bytes(new ArrayBufferWriter<byte>(4096), writer => json.Write(report, writer));
        using var document = JsonDocument.Parse(bytes);
        return new ReportDraft(bytes, ReportContent.Read(document.RootElement));
    }

    private static DateTimeOffset TimeOf(ReportLine line, Dictionary<ulong, long> times, DateTimeOffset now)
    {
        var id = line.Properties.FirstOrDefault(p => p.Key == ReportLine.Id).Value;
        // Somebody may have written any number there by hand.
        return id is not null && times.TryGetValue(ReportContent.IdOf(id), out var seconds) && seconds > 0 && seconds <= now.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : now;
    }
}
