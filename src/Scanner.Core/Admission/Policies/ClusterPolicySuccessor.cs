namespace Scanner.Core.Admission.Policies;

/// <summary>
/// Kyverno calls ClusterPolicy deprecated, and ValidatingPolicy (from 1.14 on) its successor. For a ClusterPolicy it asks for
/// <c>pods/ephemeralcontainers</c> by itself wherever it asks for pods, for a ValidatingPolicy only where that says so
/// (https://kyverno.io/docs/policy-types/validating-policy/).
/// </summary>
public static class ClusterPolicySuccessor
{
    /// <summary>What to know before moving.</summary>
    public const string Note =
        "the ValidatingPolicy that newer versions of Kyverno advise in its place sees ephemeral containers only with "
        + """resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}] in matchConstraints""";

    /// <summary>What a successor that is given out ready is for. Of anything but settings of containers it says nothing.</summary>
    public const string Ready =
        "apply beside it a ready ValidatingPolicy, the kind that newer versions of Kyverno advise (policies.kyverno.io/v1, from 1.17 on). It denies the same "
        + "settings of containers, ephemeral ones included, and nothing else";
}
