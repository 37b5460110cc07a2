using System.Collections.Immutable;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;

namespace Scanner.Worker.Caches;

/// <summary>What is known of the admission kinds before any look at a server.</summary>
internal static class AdmissionTargets
{
    /// <summary>The group that every API server serves.</summary>
    public const string BuiltIn = "admissionregistration.k8s.io";

    /// <summary>What is there on every server (since 1.16), whether its discovery says so or not.</summary>
    public static ImmutableArray<WatchTarget> ServedByAll { get; } =
    [
        .. new[] { "validatingwebhookconfigurations", "mutatingwebhookconfigurations" }
            .Select(r => new WatchTarget(new ResourcePath(BuiltIn, "v1", r)) { MetadataOnly = true, IsAlwaysServed = true }),
    ];

    public static bool IsAlwaysServed(string group) => group == BuiltIn;
}
