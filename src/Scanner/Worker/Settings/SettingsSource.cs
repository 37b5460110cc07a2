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

    public static ImmutableDictionary<string, string> EnvironmentOfThisProcess() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToImmutableDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");

    /// <exception cref="UsageException">The file cannot be read.</exception>
    public WorkerSettings Read(out ImmutableArray<string> errors) => SettingsReader.Read(Merge(), out errors);

    private IConfigurationRoot Merge()
    {
        var environment = Environment
            .Where(e => e.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(e => e.Key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), string? (e) => e.Value, StringComparer.OrdinalIgnoreCase);
        return new ConfigurationBuilder()
            .AddInMemoryCollection(File is null ? [] : ConfigurationFile.Read(File))
            .AddInMemoryCollection(environment)
            .AddInMemoryCollection(Flags.ToDictionary(f => f.Key, string? (f) => f.Value))
            .Build();
    }
}
