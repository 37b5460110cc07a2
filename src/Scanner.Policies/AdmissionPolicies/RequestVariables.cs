using System.Runtime.CompilerServices;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>
/// The variables of expressions in admission, and their values for a request. <c>authorizer</c> is never known: only the API server can ask
/// it.
/// </summary>
internal static class RequestVariables
{
    /// <summary>In the order of <see cref="Values"/>; those of the policy, as <c>params</c>, come after them.</summary>
    public static IReadOnlyList<CelVariable> All { get; } =
    [
        new("object", CelType.Dyn),
        new("oldObject", CelType.Dyn),
        new("request", RequestTypes.Request),
        new("authorizer", CelType.Authorizer),
        new("authorizer.requestResource", CelType.ResourceCheck),
        new("namespaceObject", RequestTypes.Namespace),
    ];

    /// <summary>One request is asked about by every policy: its values are made once and go with it.</summary>
    private static readonly ConditionalWeakTable<AdmissionRequest, CelValue[]> s_made = [];

    /// <param name="minor">The minor version of Kubernetes 1.x: it decides which functions of CEL there are.</param>
    public static CelEnvironment EnvironmentOf(int minor) => new(new CelDialect(minor), All);

    private static CelUnknown Authorizer { get; } = CelUnknown.Of("authorizer");

    /// <param name="namespaceObject">Null where only name and labels are known.</param>
    public static CelValue[] Values(AdmissionRequest request, CelValue? namespaceObject)
    {
        var made = s_made.GetValue(request, static r => [r.ObjectValue ?? CelNull.Value, r.OldObjectValue ?? CelNull.Value, Request(r), Authorizer, Authorizer, Namespace(r)]);
        return namespaceObject is null ? made : [.. made[..^1], namespaceObject];
    }

    private static CelString Text(string text) => new(text);

    /// <summary>Fields that are empty are not there, as the server leaves them out when it writes the request.</summary>
    private static CelTable Request(AdmissionRequest request)
    {
        var kind = CelTable.Of(("group", Text(request.Kind.Group)), ("version", Text(request.Kind.Version)), ("kind", Text(request.Kind.Kind)));
        var resource = CelTable.Of(
            ("group", Text(request.Resource.Group)), ("version", Text(request.Resource.Version)), ("resource", Text(request.Resource.Resource)));
        var fields = new List<(string, CelValue)>
        {
            ("kind", kind),
            ("resource", resource),
            ("requestKind", kind),
            ("requestResource", resource),
            ("operation", Text(request.Operation)),
            ("userInfo", CelTable.Of(("username", Text(request.User.Name)), ("groups", CelList.OfStrings(request.User.Groups)))),
            ("dryRun", CelBool.Of(request.IsDryRun)),
        };
        foreach (var (name, value) in ((string, string)[])
            [("subResource", request.SubResource), ("requestSubResource", request.SubResource), ("name", request.Name), ("namespace", request.Namespace)])
        {
            if (value.Length > 0)
                fields.Add((name, Text(value)));
        }

        return CelTable.Of([.. fields]);
    }

    /// <summary>Name and labels are known; whatever else a policy asks of the namespace is not.</summary>
    private static CelValue Namespace(AdmissionRequest request)
    {
        // The server unsets it where the object is a namespace, which is in none.
        if (request.Namespace.Length == 0 || ResourceRule.IsNamespace(request))
            return CelNull.Value;
        var metadata = new PartlyKnown(CelTable.Of(("name", Text(request.Namespace)), ("labels", LabelsOfNamespace(request))), "namespaceObject.metadata");
        return new PartlyKnown(CelTable.Of(("metadata", metadata)), "namespaceObject");
    }

    /// <summary>Those that the request was made with, as for selectors.</summary>
    internal static CelValue LabelsOfNamespace(AdmissionRequest request)
    {
        var name = (NamespaceLabels.Name, (CelValue)Text(request.Namespace));
        var others = request.NamespaceLabels.Where(l => l.Key != NamespaceLabels.Name).Select(l => (l.Key, (CelValue)Text(l.Value)));
        var labels = CelTable.Of([name, .. others]);
        return request.AreNamespaceLabelsKnown ? labels : new PartlyKnown(labels, "namespaceObject.metadata.labels");
    }
}
