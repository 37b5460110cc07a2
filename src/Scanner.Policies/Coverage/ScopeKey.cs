using Scanner.Core.Cluster;
using Scanner.Policies.Decisions;

namespace Scanner.Policies.Coverage;

/// <summary>What a policy reads of a namespace and a pod: where it is the same, so is what the policy says.</summary>
/// <param name="Tests">The answers to what is asked of the name, a bit each.</param>
/// <param name="Name">The name where more of it is read; else empty.</param>
/// <param name="Labels">Of the namespace, those that are read.</param>
/// <param name="Pod">The labels of the pod where they are read; else empty.</param>
internal sealed record ScopeKey(bool AreLabelsKnown, ulong Tests, string Name, string Labels, string Pod)
{
    private const int MostTests = 64;

    public static ScopeKey Of(PolicyScope scope, NamespaceTarget target, string podLabels) => Of(scope, target.Name, target.Labels, target.AreLabelsKnown, podLabels);

    /// <param name="labels">Of the namespace.</param>
    public static ScopeKey Of(PolicyScope scope, string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown, string podLabels)
    {
        var pod = scope.ReadsPodMetadata ? podLabels : "";
        if (!IsOfTests(scope))
            return new ScopeKey(areLabelsKnown, 0, space, "", pod);
        var tests = 0ul;
        for (var i = 0; scope.ReadsNamespace && i < scope.NameTests!.Value.Length; i++)
            tests |= scope.NameTests.Value[i](space) ? 1ul << i : 0;
        return new ScopeKey(areLabelsKnown, tests, "", LabelsOf(scope, labels), pod);
    }

    /// <summary>The values of the labels of a pod that are read; null where more of it may be read than labels.</summary>
    public static string? LabelsOf(PolicyScope scope, PodLabels pod) => scope.PodLabels is { } keys ? pod.Values(keys) : null;

    /// <summary>Namespaces of different names can be alike.</summary>
    public static bool IsOfTests(PolicyScope scope) => scope is { ReadsNamespace: false } or { NameTests.Length: <= MostTests };

    /// <summary>For a policy that does not say what it reads: what it answers to a few questions.</summary>
    public static ScopeKey OfAnswers(string answers) => new(true, 0, "", answers, "");

    private static string LabelsOf(PolicyScope scope, IReadOnlyDictionary<string, string> labels)
    {
        string Value(string label) => labels.TryGetValue(label, out var value) ? value : "\0";
        return scope.NamespaceLabels.Count switch
        {
            0 => "",
            1 => Value(scope.NamespaceLabels[0]),
            _ => string.Join('\n', scope.NamespaceLabels.Select(Value)),
        };
    }
}
