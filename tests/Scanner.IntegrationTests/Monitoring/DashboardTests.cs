using System.Text.RegularExpressions;
using Scanner.IntegrationTests.Programs;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>What can be said of dashboards and alerts from their files.</summary>
public sealed partial class DashboardTests
{
    private static readonly string[] s_sections = ["## What it means", "## How to confirm", "## How to mend", "## When to accept"];

    // Okabe and Ito's palette, which people with any colour blindness tell apart.
    private static readonly Dictionary<string, string> s_colours = new()
    {
        ["Unprotected"] = "#D55E00",
        ["FailClosed"] = "#E69F00",
        ["Sanitized"] = "#F0E442",
        ["Unknown"] = "#999999",
        ["Protected"] = "#0072B2",
        ["Blocked"] = "#56B4E9",
    };

    [InProcessFact(Why = InProcess.Monitoring)]
    public void Dashboards_UseTheirVariablesAndNoDataSourceOfTheirOwn() => Assert.All(Dashboard.All, d =>
    {
        Assert.Equal(["datasource", "cluster"], d.Variables.Select(v => v["name"]!.GetValue<string>()).Take(2));
        Assert.True(d.Root["schemaVersion"]!.GetValue<int>() >= 39);
        Assert.All(DataSourcePattern().Matches(d.Root.ToJsonString()).Select(m => m.Groups["uid"].Value), uid => Assert.Contains(uid, new[] { "${datasource}", "-- Grafana --" }));
        Assert.All(d.Queries, q => Assert.Contains("$cluster", q.Expression.Replace("ALERTS", "$cluster", StringComparison.Ordinal).Replace("process_", "$cluster", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.All(d.Panels, p => Assert.NotEqual("", p["description"]!.GetValue<string>()));
        Assert.All(d.Panels, p => Assert.NotEqual("", p["fieldConfig"]!["defaults"]!["unit"]!.GetValue<string>()));
        Assert.Contains(d.Root["links"]!.AsArray(), l => l!["tags"]!.AsArray().Any(t => t!.GetValue<string>() == "ephemeral-scanner"));
        Assert.Contains(d.Root["links"]!.AsArray(), l => l!["url"]!.GetValue<string>().EndsWith("/docs/runbooks", StringComparison.Ordinal));
        var ids = d.Panels.Select(p => p["id"]!.GetValue<int>()).ToList();
        Assert.Equal(ids.Distinct(), ids);
    });

    [InProcessFact(Why = InProcess.Monitoring)]
    public void Dashboards_Verdicts_HaveTheSameColoursEverywhere()
    {
        var overrides = (
            from d in Dashboard.All
            from p in d.Panels
            from o in p["fieldConfig"]!["overrides"]!.AsArray()
            let name = o!["matcher"]!["options"]!.GetValue<string>()
            where s_colours.ContainsKey(name)
            select (name, o["properties"]![0]!["value"]!["fixedColor"]!.GetValue<string>())).ToList();
        Assert.True(overrides.Count >= s_colours.Count * 4);
        Assert.All(overrides, o => Assert.Equal(s_colours[o.name], o.Item2));
    }

    /// <summary>A name that no page explains is either a mistake or a family without documentation.</summary>
    [InProcessFact(Why = InProcess.Monitoring)]
    public void Queries_NameDocumentedFamilies()
    {
        var known = MetricsPage.All
            .SelectMany(f => f.Type == "histogram" ? new[] { f.Name + "_bucket", f.Name + "_sum", f.Name + "_count" } : [f.Name])
            .ToHashSet();
        var used = Dashboard.All.SelectMany(d => d.Queries).Select(q => q.Expression).Concat(AlertRules.All.Select(a => a.Expression))
            .SelectMany(e => FamilyPattern().Matches(e).Select(m => m.Value)).Distinct().ToList();
        Assert.True(used.Count > 15);
        Assert.Empty(used.Except(known));
    }

    [InProcessFact(Why = InProcess.Monitoring)]
    public void PrometheusRule_HasTheGroupsOfTheRulesFile()
    {
        var rule = File.ReadAllText(Path.ChangeExtension(AlertRules.File, null).Replace(".rules", ".prometheusrule.yaml", StringComparison.Ordinal));
        var groups = File.ReadAllText(AlertRules.File).Split("\ngroups:\n")[1].Split('\n').Select(l => l.Length == 0 ? l : "  " + l);
        Assert.Equal(string.Join('\n', groups), rule.Split("\nspec:\n  groups:\n")[1]);
        Assert.Contains("\nkind: PrometheusRule\n", rule, StringComparison.Ordinal);
    }

    [InProcessFact(Why = InProcess.Monitoring)]
    public void Alerts_HaveSeverityWordsAndARunbook() => Assert.All(AlertRules.All, a =>
    {
        Assert.Contains(a.Labels["severity"], new[] { "critical", "warning" });
        Assert.All(new[] { "summary", "description" }, k => Assert.NotEqual("", a.Annotations[k]));
        Assert.Equal($"https://ephemeral-scanner.io/docs/runbooks/{a.Name}", a.Annotations["runbook_url"]);
        var runbook = File.ReadAllText(Fixtures.Checkout.PathOf("docs", "runbooks", a.Name + ".md"));
        Assert.All(s_sections, s => Assert.Contains($"\n{s}\n", runbook, StringComparison.Ordinal));
        Assert.All(new[] { "kubectl ", "scanner " }, c => Assert.Contains(c, runbook, StringComparison.Ordinal));
        // Why it waits, or why not, stands above each.
        Assert.Matches($"#[^\n]*{(a.HasFor ? "for: " : "No for: ")}[^\n]*\n  - alert: {a.Name}\n", File.ReadAllText(AlertRules.File));
    });

    [InProcessFact(Why = InProcess.Monitoring)]
    public void Alerts_AreShownFiringAndNotFiring()
    {
        var both = AlertRules.All.SelectMany(a => new[] { (a.Name, true), (a.Name, false) });
        Assert.Empty(both.Except(AlertRules.Tests));
        Assert.Empty(AlertRules.Tests.Select(t => t.Alert).Except(AlertRules.All.Select(a => a.Name)));
    }

    [InProcessFact(Why = InProcess.Monitoring)]
    public async Task Promtool_RulesAndTheirTests_AreRight()
    {
        await PrometheusTools.AssertContentAsync("", "check", "rules", AlertRules.File);
        await PrometheusTools.AssertContentAsync("", "test", "rules", AlertRules.TestFile);
    }

    [GeneratedRegex("\"datasource\":\\{[^}]*\"uid\":\"(?<uid>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DataSourcePattern();

    [GeneratedRegex("ephemeral_scanner_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex FamilyPattern();
}
