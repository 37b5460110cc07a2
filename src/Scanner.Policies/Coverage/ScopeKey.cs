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

    public static ScopeKey Of(PolicyScope scope, NamespaceTarget target, string podLabels)
    {
        var pod = scope.ReadsPodMetadata ? podLabels : "";
        if (scope is { ReadsNamespace: true } && scope.NameTests is not { Length: <= MostTests })
            return new ScopeKey(target.AreLabelsKnown, 0, target.Name, "", pod);
        var tests = 0ul;
        for (var i = 0; scope.ReadsNamespace && i < scope.NameTests!.Value.Length; i++)
            tests |= scope.NameTests.Value[i](target.Name) ? 1ul << i : 0;
        return new ScopeKey(target.AreLabelsKnown, tests, "", LabelsOf(scope, target), pod);
    }

    /// <summary>For a policy that does not say what it reads: what it answers to a few questions.</summary>
    public static ScopeKey OfAnswers(string answers) => new(true, 0, "", answers, "");

    private static string LabelsOf(PolicyScope scope, NamespaceTarget target)
    {
        string Value(string label) => target.Labels.TryGetValue(label, out var value) ? value : "\0";
        return scope.NamespaceLabels.Count switch
        {
            0 => "",
            1 => Value(scope.NamespaceLabels[0]),
            _ => string.Join('\n', scope.NamespaceLabels.Select(Value)),
        };
    }
}
