using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Scanner.Core.Admission.Verdicts;
using Scanner.Decoding;
using Scanner.Publishing.Reports;

namespace Scanner.Reports;

/// <summary>
/// Reads a report, as it is written or as a cluster holds it. What others add to it, such as further labels, is passed over; what they change
/// of what the scanner writes shows. Takes whatever stands there: a field of another type is as good as absent.
/// </summary>
internal static class ReportContent
{
    private static readonly string[] s_labels = [ReportNames.ManagedBy, ReportNames.Instance];
    private static readonly string[] s_annotations = [ReportNames.Verdict, ReportNames.EarlierVerdict, ReportNames.Truncated];
    private static readonly string[] s_fields = ["scope", "source", "results", "summary"];

    public static StoredReport Read(JsonElement report)
    {
        var metadata = Member(report, "metadata");
        var annotations = Member(metadata, "annotations");
        return new StoredReport(
            Text(metadata, "namespace") is { Length: > 0 } ns ? ns : null,
            Text(metadata, "name") ?? "",
            Content(report, metadata),
            Text(Member(metadata, "labels"), ReportNames.Instance),
            Definite(Text(annotations, ReportNames.EarlierVerdict)) ?? Definite(Text(annotations, ReportNames.Verdict)),
            [.. Seen(report)]);
    }

    /// <summary>Stands for a finding among those of a report.</summary>
    public static ulong IdOf(string id) => Fingerprint.Of(Encoding.UTF8.GetBytes(id));

    private static ulong Content(JsonElement report, JsonElement metadata)
    {
        var bytes = CanonicalJson.Bytes(new ArrayBufferWriter<byte>(4096), json =>
        {
            json.WriteStartArray();
            WriteMembers(Member(metadata, "labels"), s_labels, json);
            WriteMembers(Member(metadata, "annotations"), s_annotations, json);
            WriteMembers(report, s_fields, json);
            json.WriteEndArray();
        });
        return Fingerprint.Of(bytes.Span);
    }

    private static void WriteMembers(JsonElement owner, string[] names, Utf8JsonWriter json)
    {
        foreach (var name in names)
        {
            if (Member(owner, name) is { ValueKind: not JsonValueKind.Undefined } value)
                CanonicalJson.Write(value, json);
            else
                json.WriteNullValue();
        }
    }

    private static IEnumerable<SeenFinding> Seen(JsonElement report)
    {
        if (Member(report, "results") is not { ValueKind: JsonValueKind.Array } results)
            yield break;
        foreach (var result in results.EnumerateArray())
        {
            if (Text(Member(result, "properties"), ReportLine.Id) is { } id && Member(Member(result, "timestamp"), "seconds") is { ValueKind: JsonValueKind.Number } time
                && time.TryGetInt64(out var seconds))
            {
                yield return new SeenFinding(IdOf(id), seconds);
            }
        }
    }

    // By its name alone: a number, or several names, would be read too.
    private static Verdict? Definite(string? text)
    {
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            if (verdict != Verdict.Unknown && verdict.ToString() == text)
                return verdict;
        }

        return null;
    }

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement owner, string name)
    {
        try
        {
            return Member(owner, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a character, which no text of the scanner has.
            return null;
        }
    }
}
