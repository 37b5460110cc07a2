using System.Collections.Immutable;
using Scanner.Core.Cluster;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;

namespace Scanner.Reviews;

/// <summary>The engines whose policies are run. The one list of them: whatever asks policies takes them from here.</summary>
internal static class PolicyEngines
{
    /// <summary>The newest version of Kubernetes that is known, as which policies from files are read.</summary>
    public const int NewestMinor = 36;

    private static readonly ImmutableArray<Func<PolicyObjects, int, ImmutableArray<IPolicy>>> s_engines =
    [
    ];

    /// <param name="minor">Of Kubernetes 1.x.</param>
    public static ImmutableArray<IPolicy> Compile(PolicyObjects objects, int minor) => [.. s_engines.SelectMany(compile => compile(objects, minor))];
}
