using System.Collections.Immutable;

namespace Scanner.Core.Admission.Probes;

/// <summary>Profiles as users write them.</summary>
public static class ProbeProfileNames
{
    /// <summary>The pair that a verdict rests on, in the order in which it is probed.</summary>
    public static ImmutableArray<ProbeProfile> DefaultSet { get; } = [ProbeProfile.Privileged, ProbeProfile.Benign];

    /// <summary>All names, for help and errors.</summary>
    public static ImmutableArray<string> All { get; } = [.. Enum.GetValues<ProbeProfile>().Select(Of)];

    public static string Of(ProbeProfile profile) => profile.ToString().ToLowerInvariant();

    /// <summary>The profiles to probe where a user names <paramref name="names"/>: the default pair always, and first.</summary>
    /// <param name="unknown">Told each name that is none.</param>
    public static ImmutableArray<ProbeProfile> WithDefaults(IEnumerable<string> names, Action<string> unknown)
    {
        var wanted = new List<ProbeProfile>(DefaultSet);
        foreach (var name in names)
        {
            if (!TryParse(name, out var profile))
                unknown(name);
            else if (!wanted.Contains(profile))
                wanted.Add(profile);
        }

        return [.. wanted];
    }

    public static bool TryParse(string name, out ProbeProfile profile)
    {
        var index = All.IndexOf(name.ToLowerInvariant());
        profile = (ProbeProfile)Math.Max(index, 0);
        return index >= 0;
    }
}
