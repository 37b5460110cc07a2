using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Engines;

/// <summary>Versions with a hole of their own around ephemeral containers.</summary>
public static class OutdatedVersions
{
    private const string Server = "Kubernetes";
    private const string MountableSecrets = "kubernetes.io/enforce-mountable-secrets";

    /// <summary>
    /// The last patch of each minor version that has the hole; older minor versions have it in every patch, newer ones in none. Sources:
    /// kubernetes/kubernetes issues 118640 (CVE-2023-2727, CVE-2023-2728) and 124336 (CVE-2024-3177).
    /// </summary>
    private static readonly ImmutableArray<VersionNumbers> s_2023 = [new(1, 24, 14), new(1, 25, 10), new(1, 26, 5), new(1, 27, 2)];
    private static readonly ImmutableArray<VersionNumbers> s_2024 = [new(1, 27, 12), new(1, 28, 8), new(1, 29, 3)];

    /// <summary>The first version of an engine whose webhook, as installed, is called for the subresource.</summary>
    private static readonly ImmutableArray<(string Engine, VersionNumbers Mended, string Text)> s_engines =
    [
        (EngineNames.Gatekeeper, new(3, 9, 0), "3.9.0"),
        (EngineNames.Kyverno, new(1, 5, 3), "1.5.3"),
    ];

    /// <param name="version">As the server gives it, <c>v1.26.3</c>.</param>
    public static ImmutableArray<OutdatedVersion> OfServer(string version, PolicyObjects objects)
    {
        if (VersionNumbers.Parse(version) is not { } numbers)
            return [];
        var found = ImmutableArray.CreateBuilder<OutdatedVersion>();
        if (Has(numbers, s_2023))
        {
            found.Add(new OutdatedVersion(
                Server, version, "CVE-2023-2727", "lets an ephemeral container use an image that ImagePolicyWebhook refuses",
                "the plug-in ImagePolicyWebhook is on, which cannot be seen", null) { Mended = Mended(numbers, s_2023) });
            found.Add(Secrets(version, "CVE-2023-2728", "lets an ephemeral container reference secrets that its service account may not mount", objects) with { Mended = Mended(numbers, s_2023) });
        }

        if (Has(numbers, s_2024))
            found.Add(Secrets(version, "CVE-2024-3177", "lets containers of every kind reference such secrets through envFrom", objects) with { Mended = Mended(numbers, s_2024) });
        return found.DrainToImmutable();
    }

    public static ImmutableArray<OutdatedVersion> OfEngines(ImmutableArray<EngineFacts> engines) =>
    [
        .. from engine in engines
           from known in s_engines
           where known.Engine == engine.Name && VersionNumbers.Parse(engine.Version) is { } numbers && numbers.IsBefore(known.Mended)
           select new OutdatedVersion(
               engine.Name, engine.Version!, known.Text, $"registers no webhook for pods/ephemeralcontainers by itself; {known.Text} does", "", true) { Mended = known.Text },
    ];

    private static bool Has(VersionNumbers version, ImmutableArray<VersionNumbers> last) =>
        (version.Major, version.Minor).CompareTo((last[0].Major, last[0].Minor)) < 0
        || last.Any(l => l.Major == version.Major && l.Minor == version.Minor && version.Patch <= l.Patch);

    /// <summary>The patch after the last that has it, of the same minor version or of the oldest that was mended.</summary>
    private static string Mended(VersionNumbers version, ImmutableArray<VersionNumbers> last)
    {
        var nearest = last.FirstOrDefault(l => l.Major == version.Major && l.Minor == version.Minor) ?? last[0];
        return $"{nearest.Major}.{nearest.Minor}.{nearest.Patch + 1}";
    }

    private static OutdatedVersion Secrets(string version, string id, string what, PolicyObjects objects) =>
        new(Server, version, id, what, $"a service account carries the annotation {MountableSecrets}: \"true\"", EnforcesMountableSecrets(objects));

    private static bool? EnforcesMountableSecrets(PolicyObjects objects)
    {
        var some = objects.All("", "ServiceAccount")
            .Any(a => MatchReader.Text(MatchReader.Child(MatchReader.Child(a, "metadata"), "annotations"), MountableSecrets) == "true");
        return some ? true : objects.IsKnown("", "ServiceAccount") ? false : null;
    }
}
