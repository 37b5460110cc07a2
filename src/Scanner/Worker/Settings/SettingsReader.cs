using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Quartz;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Lists;
using Scanner.Core;
using Scanner.Core.Admission.Probes;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Scheduling;
using Scanner.Exceptions;
using Scanner.Probing;
using Scanner.Reports;

namespace Scanner.Worker.Settings;

/// <summary>Reads settings out of the merged configuration. Reports everything that is wrong at once, not the first of it.</summary>
internal sealed class SettingsReader
{
    private readonly IConfiguration _configuration;
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    private SettingsReader(IConfiguration configuration) => _configuration = configuration;

    /// <param name="errors">One line each: what is wrong and what would be right. Empty when the settings can be used.</param>
    public static WorkerSettings Read(IConfiguration configuration, out ImmutableArray<string> errors)
    {
        var reader = new SettingsReader(configuration);
        var settings = reader.Read();
        reader.RefuseUnknown();
        errors = [.. reader._errors];
        return settings;
    }

    private WorkerSettings Read()
    {
        var defaults = new WorkerSettings();
        return new WorkerSettings
        {
            Listen = Listen("listen", "0.0.0.0", defaults.Listen),
            WebListen = WebListen(defaults),
            Cron = Cron(defaults.Cron),
            StaleAfter = Text("schedule:staleAfter") is null ? null : Duration("schedule:staleAfter", TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            LeaderElection = Flag("leaderElection:enabled", Flag("leaderElection", true)),
            LeaseNamespace = Name("leaderElection:namespace"),
            LeaseName = Name("leaderElection:name") ?? defaults.LeaseName,
            Namespaces = [.. Names("namespaces")],
            NamespaceSelector = Selector("namespaceSelector"),
            Probe = Probe(defaults.Probe),
            Agenda = new AgendaOptions { MinInterval = Duration("probe:minInterval", defaults.Agenda.MinInterval, TimeSpan.FromSeconds(1)) },
            RequireFence = Flag("requireFence", defaults.RequireFence),
            Events = Flag("events", defaults.Events),
            Notify = new NotifyReader(Text, _errors.Add).Read(Flag("notify:allowHttp", false)),
            RateLimit = Number("rateLimit", defaults.RateLimit, 0.1, 1000),
            Reports = Reports(),
            ReportWrites = Number("reports:writesPerSecond", defaults.ReportWrites, 0.1, 200),
            JsonLogs = OneOf("log:format", "text", "text", "json") == "json",
            LogLevel = Level(defaults.LogLevel),
        };
    }

    // Short for its first key, as other settings of several keys are.
    private ReportChoice Reports()
    {
        var words = Enum.GetNames<ReportChoice>().Select(n => n.ToLowerInvariant()).ToArray();
        var word = OneOf("reports:api", OneOf("reports", "auto", words), words);
        return Enum.TryParse<ReportChoice>(word, ignoreCase: true, out var choice) ? choice : ReportChoice.Auto;
    }

    private ScanOptions Probe(ScanOptions defaults) => new()
    {
        Probe = Flag("probe:enabled", defaults.Probe),
        Profiles = ProbeProfileNames.WithDefaults(
            List("probe:profiles"), name => Wrong("probe:profiles", name, $"one or more of {string.Join(", ", ProbeProfileNames.All)}", 0)),
        TargetsPerNamespace = (int)Number("probe:targetsPerNamespace", defaults.TargetsPerNamespace, 1, 100),
        Concurrency = (int)Number("probe:concurrency", defaults.Concurrency, 1, 64),
        RegularControl = Flag("probe:regularControl", defaults.RegularControl),
        Exhaustive = Flag("probe:exhaustive", defaults.Exhaustive),
        ProbeImage = Text("probe:image") is not { } image ? defaults.ProbeImage
            : image.Any(char.IsWhiteSpace) ? Wrong("probe:image", image, "an image reference such as registry.k8s.io/pause:3.10", image) : image,
        LingerAfter = Duration("lingerAfter", defaults.LingerAfter, TimeSpan.Zero),
        Exceptions = new ExceptionSet(Exceptions(), SeesEverything: false),
    };

    private ImmutableArray<ExceptionEntry> Exceptions()
    {
        var entries = ImmutableArray.CreateBuilder<ExceptionEntry>();
        if (Text("exceptions") is { } text)
            Wrong("exceptions", text, "a list of maps, as only the configuration file can hold it", 0);
        foreach (var section in _configuration.GetSection("exceptions").GetChildren())
        {
            var fields = new ExceptionFields(Field("rule"), Field("namespace"), Field("subject"), Field("reason"), Field("expires"));
            if (fields.Check(out var problems) is { } entry)
                entries.Add(entry);
            if (entries.LastOrDefault() is { } last && problems.IsEmpty && KnownRules.Problem(last) is { } unknown)
                problems = [unknown];
            _errors.AddRange(problems.Select(p => $"{section.Path.Replace(':', '.')}: {p}"));

            string? Field(string name)
            {
                _known.Add($"{section.Path}:{name}");
                return section[name];
            }
        }

        return entries.ToImmutable();
    }

    private string? Selector(string key)
    {
        if (Text(key) is { } text && LabelSelectorSyntax.Problem(text) is { } problem)
            _errors.Add($"{key}: '{text}' {problem}");
        return Text(key);
    }

    /// <param name="none">The address where only a port is given.</param>
    private IPEndPoint Listen(string key, string none, IPEndPoint unset)
    {
        if (Text(key) is not { } text)
            return unset;
        return IPEndPoint.TryParse(text.StartsWith(':') ? none + text : text, out var endpoint) && text.Contains(':', StringComparison.Ordinal)
            ? endpoint
            : Wrong(key, text, $"ADDRESS:PORT such as {unset}", unset);
    }

    private IPEndPoint WebListen(WorkerSettings defaults)
    {
        // A port alone opens nothing to the network here: other tools would take it for every address.
        var address = Listen("webListen", "127.0.0.1", defaults.WebListen);
        var other = Listen("listen", "0.0.0.0", defaults.Listen);
        return address.Port != 0 && address.Equals(other)
            ? Wrong("webListen", address.ToString(), $"another ADDRESS:PORT than listen has, such as {defaults.WebListen}", address)
            : address;
    }

    private string Cron(string unset)
    {
        var key = Text("schedule:cron") is null ? "schedule" : "schedule:cron";
        if (Text(key) is not { } text)
            return unset;
        try
        {
            var cron = CronExpression.ParseWithHash(text, "check");
            return cron.GetNextValidTimeAfter(DateTimeOffset.UnixEpoch) is null ? throw new FormatException("it never comes") : text;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return Wrong(key, text, $"a Quartz cron expression such as {WorkerSettings.DefaultCron} ({e.Message})", unset);
        }
    }

    private LogLevel Level(LogLevel unset) => OneOf("log:level", "information", "debug", "information", "warning", "error") switch
    {
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => unset,
    };

    private IEnumerable<string> Names(string key)
    {
        foreach (var name in List(key))
        {
            if (!DnsName.IsLabel(name))
                Wrong(key, name, "names of namespaces: lower-case letters, digits and '-', at most 63", 0);
            yield return name;
        }
    }

    private string? Name(string key) => Text(key) is { } text && !DnsName.IsLabel(text)
        ? Wrong(key, text, "a name: lower-case letters, digits and '-', at most 63", text)
        : Text(key);

    /// <summary>A list, or one text with commas, as environment variables have it.</summary>
    private List<string> List(string key)
    {
        var items = _configuration.GetSection(key).GetChildren().ToList();
        items.ForEach(i => _known.Add(i.Path));
        var texts = items.Select(i => i.Value ?? "").Concat(Text(key)?.Split(',') ?? []);
        return [.. texts.Select(t => t.Trim()).Where(t => t.Length > 0)];
    }

    private TimeSpan Duration(string key, TimeSpan unset, TimeSpan least)
    {
        if (Text(key) is not { } text)
            return unset;
        return RequestTimeout.TryParse(text, out var duration) && duration >= least
            ? duration
            : Wrong(key, text, $"a duration of at least {least.TotalSeconds} s, such as 90s or 1h30m", unset);
    }

    private double Number(string key, double unset, double least, double most)
    {
        if (Text(key) is not { } text)
            return unset;
        var whole = least >= 1;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most && (!whole || number == Math.Floor(number))
            ? number
            : Wrong(key, text, string.Create(CultureInfo.InvariantCulture, $"a {(whole ? "whole " : "")}number from {least} to {most}"), unset);
    }

    private bool Flag(string key, bool unset) => Text(key) is not { } text ? unset
        : bool.TryParse(text, out var flag) ? flag
        : Wrong(key, text, "true or false", unset);

    private string OneOf(string key, string unset, params string[] words) => Text(key) is not { } text ? unset
        : words.FirstOrDefault(w => w.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? Wrong(key, text, string.Join(", ", words) + Meant(text, words), unset);

    private static string Meant(string text, string[] words) => (NearestWord.Of(text, words) ?? words.FirstOrDefault(w => w.StartsWith(text, StringComparison.OrdinalIgnoreCase))) is { } word ? $". Did you mean {word}?" : "";

    private string? Text(string key)
    {
        _known.Add(key);
        return _configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
    }

    private T Wrong<T>(string key, string value, string right, T instead)
    {
        var error = $"{key.Replace(':', '.')}: '{value}' is not usable, give {right}";
        if (!_errors.Contains(error))
            _errors.Add(error);
        return instead;
    }

    private void RefuseUnknown()
    {
        var names = _known.Select(k => k.Replace(':', '.')).Where(k => !char.IsDigit(k[^1])).ToList();
        foreach (var (key, value) in _configuration.AsEnumerable())
        {
            if (value is null || _known.Contains(key))
                continue;
            var name = key.Replace(':', '.');
            var section = name.Split('.')[0];
            var near = names.Where(n => n.Split('.')[0].Equals(section, StringComparison.OrdinalIgnoreCase)).ToList();
            _errors.Add($"{name}: there is no such setting, there are {string.Join(", ", (near.Count > 0 ? near : names.Select(n => n.Split('.')[0])).Distinct().Order(StringComparer.Ordinal))}");
        }
    }
}
