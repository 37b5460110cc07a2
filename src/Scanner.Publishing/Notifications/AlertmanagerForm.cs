using System.Text.Json;
using Scanner.Core;
using Scanner.Core.Findings;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Notifications;

/// <summary>
/// What Alertmanager takes at <c>/api/v2/alerts</c> (https://github.com/prometheus/alertmanager, api/v2/openapi.yaml). An alert is known by its
/// labels, so that one whose severity changes is another: the old one is resolved in the same message.
/// </summary>
public static class AlertmanagerForm
{
    /// <summary>Where it takes them.</summary>
    public const string Path = "/api/v2/alerts";

    /// <summary>Those that stand are sent again after this time.</summary>
    public static readonly TimeSpan Resend = TimeSpan.FromMinutes(5);

    /// <summary>An alert that is not sent again for so long is over: longer than two that fail.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(20);

    /// <summary>Alerts in one message.</summary>
    public const int MostAlerts = 100;

    private const int LongestText = 2000;

    public static byte[] Write(IEnumerable<FindingChange> changes, DateTimeOffset now) => NotificationJson.Write(json =>
    {
        json.WriteStartArray();
        foreach (var change in changes)
        {
            if (change is { Kind: ChangeKind.SeverityChanged, Before: { } before })
                Write(json, change.Finding, before, change.Since, change.At);
            if (change.Kind == ChangeKind.Gone)
                Write(json, change.Finding, change.Before ?? change.Finding.Severity, change.Since, change.At);
            else
                Write(json, change.Finding, change.Finding.Severity, change.Since, now + Lasts);
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, Finding finding, Severity severity, DateTimeOffset start, DateTimeOffset end)
    {
        json.WriteStartObject();
        json.WriteStartObject("labels");
        json.WriteString("alertname", finding.Title);
        json.WriteString("rule", finding.Rule);
        json.WriteString("severity", severity.ToString().ToLowerInvariant());
        json.WriteString("source", "ephemeral-scanner");
        json.WriteString("finding", finding.Id);
        // A label without a value is none.
        if (finding.Namespace is { } ns)
            json.WriteString("namespace", ns);
        json.WriteString("kind", finding.Resource.Kind);
        json.WriteString("name", PlainText.Visible(finding.Resource.Name));
        json.WriteEndObject();
        json.WriteStartObject("annotations");
        json.WriteString("summary", FindingText.Of(finding, LongestText));
        json.WriteString("remediation", PlainText.Shorten(WorkerRemedyText.Of(finding.Remedy), LongestText));
        json.WriteString("runbook_url", finding.Docs);
        json.WriteEndObject();
        json.WriteString("generatorURL", finding.Docs);
        json.WriteString("startsAt", start.UtcDateTime);
        // Before its start it would be refused.
        json.WriteString("endsAt", (end < start ? start : end).UtcDateTime);
        json.WriteEndObject();
    }
}
