using System.Collections.Immutable;
using Scanner.Core;
using Scanner.Publishing.Notifications;
using Scanner.Worker.Settings;

namespace Scanner.Tests.Worker.Settings;

public sealed class NotifySettingsTests
{
    private const string Hook = "https://hooks.slack.com/services/T0P/SECRET";
    private const string Secret = "0123456789abcdef";

    [Fact]
    public void Read_Nothing_SendsNothing()
    {
        Assert.Null(Read("", out var errors).Notify);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("notify: {url: 'https://a.example/x'}", "https://a.example/x")]
    [InlineData("notify: {url: 'http://127.0.0.1:9/x'}", "http://127.0.0.1:9/x")]
    [InlineData("notify: {url: 'http://localhost/x'}", "http://localhost/x")]
    [InlineData("notify: {url: 'http://a.example/x', allowHttp: true}", "http://a.example/x")]
    [InlineData("notify: {url: 'http://localhost:9093', form: alertmanager}", "http://localhost:9093/api/v2/alerts")]
    [InlineData("notify: {url: 'https://a.example/am/', form: Alertmanager}", "https://a.example/am/api/v2/alerts")]
    [InlineData("notify: {url: 'https://a.example/api/v2/alerts', form: alertmanager}", "https://a.example/api/v2/alerts")]
    public void Read_Url_IsWhereMessagesGo(string text, string url)
    {
        var settings = Read(text, out var errors, ("SCANNER__NOTIFY__SECRET", Secret)).Notify!;
        Assert.Empty(errors);
        Assert.Equal((url, Severity.High, Secret), (settings.ReadUrl().ToString(), settings.Least, settings.ReadSecret()));
    }

    [Theory]
    [InlineData("notify: {url: 'http://hooks.slack.com/services/T0P/SECRET'}", "notify.url: is plain http, which everybody on the way can read: give https, or set notify.allowHttp to true")]
    [InlineData("notify: {url: 'ftp://T0P/SECRET'}", "notify.url: is no URL, give one such as https://hooks.example.com/scanner")]
    [InlineData("notify: {url: 'T0P/SECRET'}", "notify.url: is no URL, give one such as https://hooks.example.com/scanner")]
    [InlineData("notify: {url: 'https://T0P:SECRET@a.example/'}", "notify.url: holds a user name or a fragment, which are not sent: give a URL without them")]
    [InlineData("notify: {urlFile: /nowhere/url}", "notify.url: /nowhere/url cannot be read: ")]
    [InlineData("notify: {url: 'https://a.example/T0P/SECRET', urlFile: /nowhere/url}", "notify.url: is given twice, by itself and by notify.urlFile: give one of them")]
    [InlineData("notify: {url: 'https://a.example/T0P/SECRET', form: teams}", "notify.form: 'teams' is not usable, give scanner, slack, alertmanager")]
    [InlineData("notify: {url: 'https://a.example/T0P/SECRET', form: '1'}", "notify.form: '1' is not usable, give scanner, slack, alertmanager")]
    [InlineData("notify: {url: 'https://a.example/T0P/SECRET', severity: bad}", "notify.severity: 'bad' is not usable, give info, low, medium, high, critical")]
    [InlineData("notify: {url: 'https://a.example/T0P/SECRET', certificateAuthority: /nowhere/ca}", "notify.certificateAuthority: '/nowhere/ca' is no file")]
    [InlineData("notify: {url: 'https://a.example/T0P/SECRET', secret: T0P-SECRET-T0P-SECRET}", "notify.secret: stands in the configuration file, give notify.secretFile, or the variable SCANNER__NOTIFY__SECRET")]
    [InlineData("notify: {severity: high}", "notify: there is no notify.url or notify.urlFile, so nothing would be sent")]
    [InlineData("notify: {uri: 'https://a.example/T0P/SECRET'}", "notify.uri: there is no such setting")]
    [InlineData("notify: 'https://a.example/T0P/SECRET'", "notify: there is no such setting")]
    public void Read_Wrong_SaysWhatWithoutQuotingASecret(string text, string error)
    {
        Read(text, out var errors, ("SCANNER__NOTIFY__SECRET", Secret));
        Assert.Contains(errors, e => e.StartsWith(error, StringComparison.Ordinal));
        Assert.DoesNotContain(errors, e => e.Contains("T0P", StringComparison.Ordinal) || e.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NoSecretOrAShortOne_IsRefusedWhereOnlyItProvesTheSender()
    {
        Read($"notify: {{url: '{Hook}'}}", out var errors);
        Assert.StartsWith("notify.secretFile: is not set, ", Assert.Single(errors), StringComparison.Ordinal);
        Read($"notify: {{url: '{Hook}'}}", out errors, ("SCANNER__NOTIFY__SECRET", "T0P-SECRET"));
        Assert.StartsWith("notify.secret: is shorter than 16 characters: ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal(NotificationForm.Slack, Read($"notify: {{url: '{Hook}', form: slack}}", out errors).Notify!.Form);
        Assert.Empty(errors);
    }

    /// <summary>Nobody prints it by accident.</summary>
    [Fact]
    public void ToString_HidesWhatIsSecret()
    {
        var settings = Read($"notify: {{url: '{Hook}', form: slack}}", out _, ("SCANNER__NOTIFY__SECRET", Secret));
        Assert.DoesNotContain("SECRET", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, settings.ToString(), StringComparison.Ordinal);
        Assert.Contains("***", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "", true, true)]
    [InlineData(false, "", false, false)]
    [InlineData(false, "events: true\nrequireFence: true\n", true, true)]
    [InlineData(true, "events: false\nrequireFence: false\n", false, false)]
    public void Read_OutsideOfPods_WritesNoEventsAndNeedsNoFenceUnlessAsked(bool inPod, string text, bool events, bool fence)
    {
        var settings = Read(text, out var errors, inPod: inPod);
        Assert.Empty(errors);
        Assert.Equal((events, fence), (settings.Events, settings.RequireFence));
    }

    private static WorkerSettings Read(string text, out ImmutableArray<string> errors, (string Key, string Value)? variable = null, bool inPod = true)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        var environment = ImmutableDictionary<string, string>.Empty;
        if (variable is var (key, value))
            environment = environment.Add(key, value);
        var settings = new SettingsSource(file, environment, ImmutableDictionary<string, string>.Empty) { InPod = inPod }.Read(out errors);
        File.Delete(file);
        return settings;
    }
}
