using System.Text.Json;
using Scanner.Core.Cluster;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Notifications;

/// <summary>The scanner's own form: the finding as <c>scan -o json</c> has it, and what happened to it.</summary>
public static class ScannerForm
{
    private static readonly ScanJsonContext s_json = new(new JsonSerializerOptions(ScanJsonContext.Default.Options) { WriteIndented = false });

    /// <param name="dropped">Messages before this one that will never come.</param>
    public static byte[] Write(FindingChange change, ClusterReference cluster, int dropped) => NotificationJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("change", NameOf(change.Kind));
        json.WriteString("previousSeverity", change.Before?.ToString().ToLowerInvariant());
        json.WriteString("since", change.Since.UtcDateTime);
        json.WriteString("at", change.At.UtcDateTime);
        json.WriteNumber("dropped", dropped);
        json.WriteStartObject("cluster");
        json.WriteString("server", cluster.Server);
        json.WriteString("version", cluster.Version);
        json.WriteString("context", cluster.Context);
        json.WriteEndObject();
        json.WritePropertyName("finding");
        JsonSerializer.Serialize(json, FindingDocument.Of(change.Finding, WorkerRemedyText.Advise), s_json.FindingPart);
        json.WriteEndObject();
    });

    /// <summary>As the field <c>change</c> names it.</summary>
    public static string NameOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Appeared => "appeared",
        ChangeKind.SeverityChanged => "severityChanged",
        ChangeKind.Gone => "gone",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
