using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>
/// The fields of <c>request</c> and <c>namespaceObject</c>: others are refused. Source: apiserver/pkg/admission/plugin/cel/compile.go.
/// </summary>
internal static class RequestTypes
{
    private static readonly CelType s_strings = CelType.ListOf(CelType.String);
    private static readonly CelType s_texts = CelType.MapOf(CelType.String, CelType.String);

    private static readonly CelType s_kind = Object("kubernetes.GroupVersionKind", ("group", CelType.String), ("version", CelType.String), ("kind", CelType.String));

    private static readonly CelType s_resource =
        Object("kubernetes.GroupVersionResource", ("group", CelType.String), ("version", CelType.String), ("resource", CelType.String));

    private static readonly CelType s_user = Object(
        "kubernetes.UserInfo", ("username", CelType.String), ("uid", CelType.String), ("groups", s_strings), ("extra", CelType.MapOf(CelType.String, s_strings)));

    private static readonly CelType s_metadata = Object(
        "kubernetes.NamespaceMetadata",
        ("name", CelType.String),
        ("generateName", CelType.String),
        ("namespace", CelType.String),
        ("labels", s_texts),
        ("annotations", s_texts),
        ("UID", CelType.String),
        ("creationTimestamp", CelType.Timestamp),
        ("deletionGracePeriodSeconds", CelType.Int),
        ("deletionTimestamp", CelType.Timestamp),
        ("generation", CelType.Int),
        ("resourceVersion", CelType.String),
        ("finalizers", s_strings));

    private static readonly CelType s_condition = Object(
        "kubernetes.NamespaceCondition",
        ("status", CelType.String),
        ("type", CelType.String),
        ("lastTransitionTime", CelType.Timestamp),
        ("message", CelType.String),
        ("reason", CelType.String));

    public static CelType Request { get; } = Object(
        "kubernetes.AdmissionRequest",
        ("kind", s_kind),
        ("resource", s_resource),
        ("subResource", CelType.String),
        ("requestKind", s_kind),
        ("requestResource", s_resource),
        ("requestSubResource", CelType.String),
        ("name", CelType.String),
        ("namespace", CelType.String),
        ("operation", CelType.String),
        ("userInfo", s_user),
        ("dryRun", CelType.Bool),
        ("options", CelType.Dyn));

    public static CelType Namespace { get; } = Object(
        "kubernetes.Namespace",
        ("metadata", s_metadata),
        ("spec", Object("kubernetes.NamespaceSpec", ("finalizers", s_strings))),
        ("status", Object("kubernetes.NamespaceStatus", ("conditions", CelType.ListOf(s_condition)), ("phase", CelType.String))));

    private static CelType Object(string name, params ReadOnlySpan<(string Name, CelType Type)> fields)
    {
        var types = new Dictionary<string, CelType>();
        foreach (var (field, type) in fields)
            types[field] = type;
        return CelType.ObjectOf(name, types);
    }
}
