using System.Collections.Immutable;
using Scanner.Core.Admission.Probes;
using Scanner.Usage;
using Scanner.Worker.Settings;

namespace Scanner.Tests.Worker.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Read_Nothing_GivesTheDefaults()
    {
        var settings = Read("", out var errors);
        Assert.Empty(errors);
        Assert.Equal(
            ("0.0.0.0:8080", "H H/30 * * * ?", true, "ephemeral-scanner", 10, 8, 200.0, 10.0),
            (settings.Listen.ToString(), settings.Cron, settings.LeaderElection, settings.LeaseName, settings.Probe.TargetsPerNamespace,
                settings.Concurrency, settings.RateLimit, settings.Agenda.MinInterval.TotalSeconds));
        Assert.Null(settings.StaleAfter);
        Assert.Equal(("127.0.0.1:8081", false), (settings.WebListen.ToString(), settings.AsksForTokens));
    }

    [Theory]
    [InlineData("127.0.0.1:9", "127.0.0.1:9", false)]
    [InlineData(":9", "127.0.0.1:9", false)]
    [InlineData("[::1]:9", "[::1]:9", false)]
    [InlineData("127.8.8.8:0", "127.8.8.8:0", false)]
    [InlineData("0.0.0.0:9", "0.0.0.0:9", true)]
    [InlineData("[::]:9", "[::]:9", true)]
    [InlineData("10.1.2.3:9", "10.1.2.3:9", true)]
    public void Read_WebListen_AsksForTokensWhereverOthersCanConnect(string text, string address, bool asks)
    {
        var settings = Read($"webListen: \"{text}\"", out var errors);
        Assert.Empty(errors);
        Assert.Equal((address, asks), (settings.WebListen.ToString(), settings.AsksForTokens));
    }

    [Theory]
    [InlineData("webListen: nowhere", "webListen: 'nowhere' is not usable, give ADDRESS:PORT such as 127.0.0.1:8081")]
    [InlineData("webListen: localhost:8081", "webListen: 'localhost:8081' is not usable, give ADDRESS:PORT such as 127.0.0.1:8081")]
    [InlineData("webListen: 0.0.0.0:8080", "webListen: '0.0.0.0:8080' is not usable, give another ADDRESS:PORT than listen has, such as 127.0.0.1:8081")]
    public void Read_WebListenThatIsNone_IsRefused(string text, string error)
    {
        Read(text, out var errors);
        Assert.Equal(error, Assert.Single(errors));
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("leaderElection: true\n", "", true)]
    [InlineData("leaderElection: {namespace: security}\n", "", true)]
    [InlineData("leaderElection: {enabled: false, namespace: security}\n", "", false)]
    [InlineData("", "true", true)]
    public void Read_OutsideOfPods_ElectsOnlyWhenAsked(string text, string flag, bool elects)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        var flags = flag.Length == 0 ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add("leaderElection:enabled", flag);
        var settings = new SettingsSource(file, ImmutableDictionary<string, string>.Empty, flags) { InPod = false }.Read(out var errors);
        File.Delete(file);
        Assert.Empty(errors);
        Assert.Equal(elects, settings.LeaderElection);
    }

    /// <summary>Who only looks at a cluster from a laptop writes nothing into it.</summary>
    [Theory]
    [InlineData("", "", true, "Auto", 50)]
    [InlineData("", "", false, "None", 50)]
    [InlineData("reports: openreports\n", "", false, "OpenReports", 50)]
    [InlineData("reports: {writesPerSecond: 100}\n", "", false, "Auto", 100)]
    [InlineData("reports: {api: none, writesPerSecond: 0.5}\n", "", true, "None", 0.5)]
    [InlineData("reports: {api: none}\n", "wgpolicyk8s", true, "WgPolicyK8s", 50)]
    [InlineData("reports: none\n", "AUTO", false, "Auto", 50)]
    public void Read_Reports_AsSaidAndNoneOutsideOfPodsUnlessSo(string text, string flag, bool inPod, string choice, double writes)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        var flags = ImmutableDictionary<string, string>.Empty;
        if (flag.Length > 0)
            flags = flags.Add("reports:api", flag);
        var settings = new SettingsSource(file, ImmutableDictionary<string, string>.Empty, flags) { InPod = inPod }.Read(out var errors);
        File.Delete(file);
        Assert.Empty(errors);
        Assert.Equal((choice, writes), (settings.Reports.ToString(), settings.ReportWrites));
    }

    [Theory]
    [InlineData("reports: openreport", "reports: 'openreport' is not usable, give auto, wgpolicyk8s, openreports, none. Did you mean openreports?")]
    [InlineData("reports: {api: wgpolicy}", "reports.api: 'wgpolicy' is not usable, give auto, wgpolicyk8s, openreports, none. Did you mean wgpolicyk8s?")]
    [InlineData("reports: 1", "reports: '1' is not usable, give auto, wgpolicyk8s, openreports, none")]
    [InlineData("reports: {writesPerSecond: 201}", "reports.writesPerSecond: '201' is not usable, give a number from 0.1 to 200")]
    [InlineData("reports: {writes: 1}", "reports.writes: there is no such setting, there are reports, reports.api, reports.writesPerSecond")]
    public void Read_ReportsThatAreNone_AreRefused(string text, string error)
    {
        Read(text, out var errors);
        Assert.Equal(error, Assert.Single(errors));
    }

    [Fact]
    public void Read_ListInAFlag_ReplacesThatOfTheFile()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "namespaces: [a, b]\n");
        var settings = new SettingsSource(file, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty.Add("namespaces", "c")).Read(out _);
        File.Delete(file);
        Assert.Equal(["c"], settings.Namespaces);
    }

    [Fact]
    public void Read_Everything_IsUnderstood()
    {
        var settings = Read(
            """
            listen: ":9090"
            schedule: {cron: "0 0 * * * ?", staleAfter: 2h}
            leaderElection: {enabled: false, namespace: security, name: scanner}
            namespaces: [a, b]
            namespaceSelector: team=blue
            probe: {profiles: [sysadmin], targetsPerNamespace: 5, concurrency: 2, regularControl: false, image: "example.com/probe:1", minInterval: 30s}
            lingerAfter: 12h
            rateLimit: 7.5
            log: {format: json, level: debug}
            """,
            out var errors);
        Assert.Empty(errors);
        Assert.Equal(
            ("0.0.0.0:9090", "0 0 * * * ?", TimeSpan.FromHours(2), false, "security", "scanner", "a b", "team=blue"),
            (settings.Listen.ToString(), settings.Cron, settings.StaleAfter, settings.LeaderElection, settings.LeaseNamespace, settings.LeaseName,
                string.Join(' ', settings.Namespaces.Order(StringComparer.Ordinal)), settings.NamespaceSelector));
        Assert.Equal([ProbeProfile.Privileged, ProbeProfile.Benign, ProbeProfile.Sysadmin], settings.Probe.Profiles.AsEnumerable());
        Assert.Equal(
            (5, 2, false, "example.com/probe:1", TimeSpan.FromSeconds(30), TimeSpan.FromHours(12), 7.5, true),
            (settings.Probe.TargetsPerNamespace, settings.Concurrency, settings.Probe.RegularControl, settings.Probe.ProbeImage,
                settings.Agenda.MinInterval, settings.Probe.LingerAfter, settings.RateLimit, settings.JsonLogs));
    }

    [Fact]
    public void Read_ManyThingsWrong_EachIsNamedAtOnce()
    {
        Read("listen: nowhere\nschedule: never\nprobe: {profiles: [root, nonsense], targetsPerNamespace: 0, minInterval: 1ms}\nrateLimit: fast\nlog: {format: xml}\nleaderElection: perhaps\nnamespaces: [Not_A_Name]\n", out var errors);
        Assert.Equal(
            ["leaderElection", "listen", "log.format", "namespaces", "probe.minInterval", "probe.profiles", "probe.targetsPerNamespace", "rateLimit", "schedule"],
            errors.Select(e => e.Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.Contains("probe.targetsPerNamespace: '0' is not usable, give a whole number from 1 to 100", errors);
    }

    [Fact]
    public void Read_SelectorThatIsNone_IsRefused()
    {
        Read("namespaceSelector: team in (blue\n", out var errors);
        Assert.Equal("namespaceSelector: 'team in (blue' has no ) at its end", Assert.Single(errors));
    }

    [Theory]
    [InlineData("probe: {profile: [root]}", "probe.profile.0: there is no such setting", "probe.profiles")]
    [InlineData("shedule: {cron: x}", "shedule.cron: there is no such setting", "schedule")]
    public void Read_UnknownKey_IsRefusedWithThoseThereAre(string yaml, string start, string near)
    {
        Read(yaml, out var errors);
        var error = Assert.Single(errors);
        Assert.StartsWith(start, error, StringComparison.Ordinal);
        Assert.Contains(near, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("2", null, 2)]
    [InlineData(null, "3", 3)]
    [InlineData("2", "3", 3)]
    public void Read_SeveralPlaces_FlagsGoOverTheEnvironmentAndThatOverTheFile(string? environment, string? flag, int expected)
    {
        var variables = ImmutableDictionary<string, string>.Empty.Add("OTHER__probe__targetsPerNamespace", "9");
        var flags = ImmutableDictionary<string, string>.Empty;
        if (environment is not null)
            variables = variables.Add("SCANNER__PROBE__TARGETSPERNAMESPACE", environment);
        if (flag is not null)
            flags = flags.Add("probe:targetsPerNamespace", flag);
        Assert.Equal(expected, Read("probe: {targetsPerNamespace: 1}", out var errors, variables, flags).Probe.TargetsPerNamespace);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("a: [", "config.yaml:2: ")]
    [InlineData("just text", ":1: is no map of settings")]
    [InlineData("a: 1\n---\nb: 2\n", "has 2 documents")]
    [InlineData("a: &x {b: *x}", "nested too deeply")]
    public void File_NoMapOfSettings_SaysWhere(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => ConfigurationFile.Parse(yaml, "config.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void File_MapsListsAndNulls_BecomeFlatKeys() => Assert.Equal(
        ["a:b=1", "c:0=x", "c:1=y", "e="],
        ConfigurationFile.Parse("a: {b: 1}\nc: [x, y]\nd: null\ne: ''\n", "config.yaml").Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));

    [Fact]
    public void File_Absent_IsAUsageError() =>
        Assert.StartsWith("--config /not/there.yaml: ", Assert.Throws<UsageException>(() => ConfigurationFile.Read("/not/there.yaml")).Message, StringComparison.Ordinal);

    private static WorkerSettings Read(
        string yaml, out ImmutableArray<string> errors, ImmutableDictionary<string, string>? environment = null, ImmutableDictionary<string, string>? flags = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, yaml);
            var empty = ImmutableDictionary<string, string>.Empty;
            return new SettingsSource(file, environment ?? empty, flags ?? empty).Read(out errors);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
