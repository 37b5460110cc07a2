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

    /// <summary>
    /// False on a laptop: who only looks at a cluster stores nothing there. No Lease is taken in somebody's namespace, unless any setting of the
    /// election asks for one, and no report is written, unless any setting of reports does.
    /// </summary>
    public bool InPod { get; init; } = true;

    public static ImmutableDictionary<string, string> EnvironmentOfThisProcess() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToImmutableDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");

    /// <exception cref="UsageException">The file cannot be read.</exception>
    public WorkerSettings Read(out ImmutableArray<string> errors) => SettingsReader.Read(Merge(), out errors);

    private IConfigurationRoot Merge()
    {
        var environment = Environment
            .Where(e => e.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(e => e.Key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), string? (e) => e.Value, StringComparer.OrdinalIgnoreCase);
        var file = File is null ? [] : ConfigurationFile.Read(File);
        var merged = Over(Over(file, environment), Flags.ToDictionary(f => f.Key, string? (f) => f.Value));
        if (!InPod && !Names(merged, Election))
            merged[$"{Election}:enabled"] = "false";
        if (!InPod && !Names(merged, Reports))
            merged[$"{Reports}:api"] = "none";
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
