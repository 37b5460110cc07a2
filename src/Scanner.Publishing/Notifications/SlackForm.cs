using System.Text;
using Scanner.Core.Cluster;
using Scanner.Publishing.Documents;

namespace Scanner.Publishing.Notifications;

/// <summary>
/// What an incoming webhook of Slack takes, and what Mattermost and Rocket.Chat take as well. Whatever comes from the cluster is text: no mention,
/// no link and no markup is made of it (https://docs.slack.dev/messaging/formatting-message-text).
/// </summary>
public static class SlackForm
{
    /// <summary>Slack refuses a section of more than 3,000 characters, escapes included, of which one character may make five.</summary>
    private const int Longest = 2900;

    private const int LongestPart = 800;

    /// <summary>Cannot be seen and belongs to no word: <c>@here</c> with it behind the sign is nobody.</summary>
    private const char Apart = '\u200b';

    /// <inheritdoc cref="ScannerForm.Write"/>
    public static byte[] Write(FindingChange change, ClusterReference cluster, int dropped) => NotificationJson.Write(json =>
    {
        var text = Bounded(change, cluster, dropped);
        json.WriteStartObject();
        // For notifications, and for those who know no blocks.
        json.WriteString("text", text);
        json.WriteBoolean("mrkdwn", false);
        json.WriteBoolean("unfurl_links", false);
        json.WriteBoolean("unfurl_media", false);
        json.WriteStartArray("blocks");
        json.WriteStartObject();
        json.WriteString("type", "section");
        json.WriteStartObject("text");
        json.WriteString("type", "plain_text");
        json.WriteString("text", text);
        json.WriteBoolean("emoji", false);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    // Nobody must be able to have a message refused by what they write into one.
    private static string Bounded(FindingChange change, ClusterReference cluster, int dropped)
    {
        for (var part = LongestPart; ; part /= 2)
        {
            var text = Escape(Text(change, cluster, dropped, part));
            if (text.Length <= Longest)
                return text;
        }
    }

    private static string Text(FindingChange change, ClusterReference cluster, int dropped, int part)
    {
        var finding = change.Finding;
        var head = change.Kind switch
        {
            ChangeKind.Gone when finding.Exception is not null => $"accepted: {Name(finding.Severity)}",
            ChangeKind.Gone => $"gone: {Name(finding.Severity)}",
            ChangeKind.SeverityChanged => $"{Name(finding.Severity)}, was {Name(change.Before!.Value)}",
            _ => Name(finding.Severity),
        };
        var text = new StringBuilder($"[{head}] {FindingText.Of(finding, part)}\n");
        if (change.Kind != ChangeKind.Gone)
            text.Append("Fix: ").Append(Core.PlainText.Shorten(WorkerRemedyText.Of(finding.Remedy), part)).Append('\n');
        text.Append("Cluster: ").Append(Core.PlainText.Shorten(cluster.Context ?? cluster.Server ?? "", part));
        if (dropped > 0)
            text.Append($"\n{dropped} messages before this one were dropped.");
        return text.ToString();
    }

    private static string Name(Core.Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>What Slack reads into text: <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c>; what others do: <c>@here</c>, <c>[text](link)</c>.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            switch (c)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '@' or ']':
                    escaped.Append(c).Append(Apart);
                    break;
                default:
                    escaped.Append(c);
                    break;
            }
        }

        return escaped.ToString();
    }
}
