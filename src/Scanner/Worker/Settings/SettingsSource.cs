using System.Collections;
using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace Scanner.Worker.Settings;

/// <summary>Merges the three places that settings come from: the file, over it the environment, over that the flags.</summary>
/// <param name="File">Path; null for none.</param>
/// <param name="Environment">All variables; those that begin with <c>SCANNER__</c> count.</param>
/// <param name="Flags">By key.</param>
internal sealed record SettingsSource(string? File, ImmutableDictionary<string, string> Environment, ImmutableDictionary<string, string> Flags)
{
    private const string Prefix = "SCANNER__";
    private const string Election = "leaderElection";
    private const string Reports = "reports";
    private const string Secret = "notify:secret";

    /// <summary>
    /// False on a laptop: who only looks at a cluster stores nothing there. No Lease is taken in somebody's namespace, no report and no Event
    /// written, and the account is a person's, which no fence is for; unless a setting asks for it.
    /// </summary>
    public bool InPod { get; init; } = true;

    public static ImmutableDictionary<string, string> EnvironmentOfThisProcess() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToImmutableDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");

    /// <exception cref="UsageException">The file cannot be read.</exception>
    public WorkerSettings Read(out ImmutableArray<string> errors)
    {
        var file = File is null ? [] : ConfigurationFile.Read(File);
        var settings = SettingsReader.Read(Merge(file), out errors);
        // Such files lie in ConfigMaps, which more people may read than may read Secrets.
        if (file.ContainsKey(Secret))
            errors = errors.Add("notify.secret: stands in the configuration file, give notify.secretFile, or the variable SCANNER__NOTIFY__SECRET");
        return settings;
    }

    private IConfigurationRoot Merge(Dictionary<string, string?> file)
    {
        var environment = Environment
            .Where(e => e.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(e => e.Key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), string? (e) => e.Value, StringComparer.OrdinalIgnoreCase);
        var merged = Over(Over(file, environment), Flags.ToDictionary(f => f.Key, string? (f) => f.Value));
        if (!InPod && !Names(merged, Election))
            merged[$"{Election}:enabled"] = "false";
        if (!InPod && !Names(merged, Reports))
            merged[$"{Reports}:api"] = "none";
        if (!InPod)
        {
            merged.TryAdd("events", "false");
            merged.TryAdd("requireFence", "false");
        }

        return new ConfigurationBuilder().AddInMemoryCollection(merged).Build();
    }

    private static bool Names(Dictionary<string, string?> settings, string section) => settings.Keys.Any(k => k.StartsWith(section, StringComparison.OrdinalIgnoreCase));

    // A list is replaced as a whole: its items below are keys of their own.
    private static Dictionary<string, string?> Over(Dictionary<string, string?> below, Dictionary<string, string?> above)
    {
        var merged = below
            .Where(b => !above.Keys.Any(a => b.Key.Equals(a, StringComparison.OrdinalIgnoreCase) || b.Key.StartsWith(a + ":", StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(b => b.Key, b => b.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in above)
            merged[key] = value;
        return merged;
    }
}
