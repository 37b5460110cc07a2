using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Filters;

/// <summary>What a rule is asked about: a request, or the old object of one as if it were created.</summary>
/// <param name="Object">Null when it is deleted.</param>
/// <param name="OldObject">Null when the object is created.</param>
internal sealed record JudgedRequest(AdmissionRequest Request, CelValue? Object, CelValue? OldObject, GroupVersionKind Kind, string SubResource, string Operation)
{
    public static JudgedRequest Of(AdmissionRequest request) => new(
        request,
        request.ObjectValue,
        request.OldObjectValue,
        request.Kind,
        request.SubResource,
        request.Operation);

    /// <summary>What is judged: the object, or the old one where it is deleted.</summary>
    public CelValue? Resource => Object ?? OldObject;

    public string Namespace => Tree.Text(Resource, "metadata", "namespace") is { Length: > 0 } own ? own : Request.Namespace;

    /// <summary>Of an object without a name what its name will start with.</summary>
    public string Name => Tree.Text(Resource, "metadata", "name") is { Length: > 0 } name ? name
        : Tree.Text(Resource, "metadata", "generateName") is { Length: > 0 } generated ? generated
        : Request.Name;

    /// <summary>
    /// The old object as if it were created, which is how Kyverno finds out whether it violated the rule already. Who created it is not
    /// known then.
    /// </summary>
    public JudgedRequest AsCreated() => this with
    {
        Object = OldObject,
        OldObject = null,
        SubResource = "",
        Operation = "CREATE",
        Request = Request with { User = new RequestUser("kyverno:kyverno-invalid-controller", ["kyverno:invalidgroup"]) { Roles = [], ClusterRoles = [] } },
    };
}
