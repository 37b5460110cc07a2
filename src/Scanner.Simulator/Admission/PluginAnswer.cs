using System.Collections.Immutable;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Admission;

/// <summary>What one validating plugin says: warnings, and a refusal or null.</summary>
internal sealed record PluginAnswer(ImmutableArray<string> Warnings, ApiStatus? Refusal)
{
    public static PluginAnswer Admitted { get; } = new([], null);

    public static PluginAnswer Refused(ApiStatus refusal) => new([], refusal);
}
