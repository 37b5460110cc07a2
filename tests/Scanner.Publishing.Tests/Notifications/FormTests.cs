using System.Text;
using System.Text.Json;
using Scanner.Core.Findings;
using Scanner.Core.Remedies;
using Scanner.Publishing.Notifications;

namespace Scanner.Publishing.Tests.Notifications;

public sealed class FormTests
{
    [Fact]
    public void Scanner_Change_HasTheFindingOfTheContract()
    {
        var json = Read(ScannerForm.Write(NotificationSamples.Change(ChangeKind.SeverityChanged), NotificationSamples.Cluster, 3));
        Assert.Equal(
            ["schemaVersion", "change", "previousSeverity", "since", "at", "dropped", "cluster", "finding"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal((1, "severityChanged", "critical", 3), (Number(json, "schemaVersion"), Text(json, "change"), Text(json, "previousSeverity"), Number(json, "dropped")));
        Assert.Equal(("https://api.example.com", "prod"), (Text(json.GetProperty("cluster"), "server"), Text(json.GetProperty("cluster"), "context")));
        var finding = json.GetProperty("finding");
        Assert.Equal(("0123456789abcdef", "ES101", "high"), (Text(finding, "id"), Text(finding, "rule"), Text(finding, "severity")));
        Assert.Equal("payments", Text(finding.GetProperty("resource"), "name"));
        Assert.Equal(JsonValueKind.Null, finding.GetProperty("accepted").ValueKind);
        Assert.Contains("enforce=baseline", Text(finding, "remediation"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!here> <!channel> <@U1> <https://evil.example|click>", "&lt;!here&gt; &lt;!channel&gt; &lt;@\u200bU1&gt; &lt;https://evil.example|click&gt;")]
    [InlineData("@here @channel @everyone", "@\u200bhere @\u200bchannel @\u200beveryone")]
    [InlineData("a & b &amp; c", "a &amp; b &amp;amp; c")]
    [InlineData("[click](https://evil.example)", "[click]\u200b(https://evil.example)")]
    [InlineData("two\nlines\u202e", "two lines\\u202e")]
    public void Slack_HostileText_StaysText(string message, string shown)
    {
        var json = Read(SlackForm.Write(NotificationSamples.Change(ChangeKind.Appeared, message), NotificationSamples.Cluster, 0));
        Assert.Contains($"ES101 PrivilegedAdmitted: Namespace payments: {shown}\nFix: ", Text(json, "text"), StringComparison.Ordinal);
        Assert.StartsWith("[high]", Text(json, "text"), StringComparison.Ordinal);
        var section = json.GetProperty("blocks")[0].GetProperty("text");
        Assert.Equal(("plain_text", Text(json, "text")), (Text(section, "type"), Text(section, "text")));
        Assert.False(json.GetProperty("mrkdwn").GetBoolean());
    }

    /// <summary>Slack refuses what is longer, and a message that is refused is lost.</summary>
    [Theory]
    [InlineData('&')]
    [InlineData('<')]
    [InlineData('x')]
    [InlineData('\u0001')]
    public void Slack_LongText_IsCutToWhatSlackTakes(char c)
    {
        var text = Text(Read(SlackForm.Write(NotificationSamples.Change(ChangeKind.Appeared, new string(c, 50_000)), NotificationSamples.Cluster, 12)), "text");
        Assert.InRange(text.Length, 100, 3000);
        Assert.EndsWith("12 messages before this one were dropped.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChangeKind.Appeared, false, "[high]")]
    [InlineData(ChangeKind.SeverityChanged, false, "[high, was critical]")]
    [InlineData(ChangeKind.Gone, false, "[gone: high]")]
    [InlineData(ChangeKind.Gone, true, "[accepted: high]")]
    public void Slack_Change_IsSaid(ChangeKind kind, bool accepted, string head)
    {
        var change = NotificationSamples.Change(kind);
        change = accepted ? change with { Finding = change.Finding with { Exception = new AppliedException("known", null) } } : change;
        var text = Text(Read(SlackForm.Write(change, NotificationSamples.Cluster, 0)), "text");
        Assert.StartsWith(head.Replace("]", "]\u200b", StringComparison.Ordinal) + " ES101", text, StringComparison.Ordinal);
        Assert.Equal(kind != ChangeKind.Gone, text.Contains("\nFix: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Alertmanager_Changes_FireAndResolve()
    {
        var now = NotificationSamples.At + TimeSpan.FromMinutes(1);
        var alerts = Read(AlertmanagerForm.Write(
            [NotificationSamples.Change(ChangeKind.Appeared), NotificationSamples.Change(ChangeKind.SeverityChanged), NotificationSamples.Change(ChangeKind.Gone)], now));
        Assert.Equal(
            ["high 12:00 12:31", "critical 12:00 12:10", "high 12:00 12:31", "critical 12:00 12:10"],
            alerts.EnumerateArray().Select(a =>
                $"{Text(a.GetProperty("labels"), "severity")} {a.GetProperty("startsAt").GetDateTimeOffset():HH:mm} {a.GetProperty("endsAt").GetDateTimeOffset():HH:mm}"));
        var labels = alerts[0].GetProperty("labels");
        Assert.Equal(
            ("PrivilegedAdmitted", "ES101", "payments", "0123456789abcdef"), (Text(labels, "alertname"), Text(labels, "rule"), Text(labels, "namespace"), Text(labels, "finding")));
        Assert.All(alerts.EnumerateArray(), a => Assert.All(a.GetProperty("labels").EnumerateObject(), l => Assert.NotEqual("", l.Value.GetString())));
        Assert.EndsWith("#es101", Text(alerts[0].GetProperty("annotations"), "runbook_url"), StringComparison.Ordinal);
    }

    /// <summary>A label without a value is refused by nobody and means nothing; what is about no namespace has none.</summary>
    [Fact]
    public void Alertmanager_AboutNoNamespace_HasNoSuchLabel()
    {
        var change = NotificationSamples.Change(ChangeKind.Appeared);
        change = change with { Finding = change.Finding with { Resource = new("v1", "Node", null, "n"), Remedy = new Remedy.RenewCredentials() } };
        var alert = Read(AlertmanagerForm.Write([change], NotificationSamples.At))[0];
        Assert.False(alert.GetProperty("labels").TryGetProperty("namespace", out _));
    }

    /// <summary>Worked out by another program: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef.</summary>
    [Fact]
    public void Signature_IsHmacOfTimestampAndBody() => Assert.Equal(
        "sha256=9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23",
        WebhookSignature.Of("0123456789abcdef", "1700000000", """{"a":1}"""u8));

    private static JsonElement Read(byte[] body) => JsonDocument.Parse(Encoding.UTF8.GetString(body)).RootElement;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
