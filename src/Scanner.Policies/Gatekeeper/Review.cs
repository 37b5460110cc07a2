using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Rego.Values;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Gatekeeper;

/// <summary>
/// What a template sees of a request: <c>input.review</c> is the AdmissionRequest as Go writes it, so empty texts are left out, and the
/// namespace.
/// </summary>
internal sealed class Review(AdmissionRequest request, PolicyObjects objects, RegoValue inventory)
{
    public AdmissionRequest Request => request;

    public RegoValue Inventory => inventory;

    public RegoObject Document { get; } = Build(request, objects);

    /// <summary>Null where only name and labels are known.</summary>
    public CelValue? CelNamespace => NamespaceObject(request, objects) is { } found ? JsonValues.From(found) : null;

    private static RegoObject Build(AdmissionRequest request, PolicyObjects objects)
    {
        var kind = RegoObject.Of(("group", Text(request.Kind.Group)), ("kind", Text(request.Kind.Kind)), ("version", Text(request.Kind.Version)));
        var resource = RegoObject.Of(
            ("group", Text(request.Resource.Group)), ("resource", Text(request.Resource.Resource)), ("version", Text(request.Resource.Version)));
        var isDeleted = request.Operation == "DELETE";
        var fields = new List<(string, RegoValue)>
        {
            ("dryRun", RegoBool.Of(request.IsDryRun)),
            ("kind", kind),
            ("namespaceObject", Namespace(request, objects)),
            ("object", Item(isDeleted ? request.OldObject : request.Object, request)),
            ("oldObject", Item(request.OldObject, request)),
            ("operation", Text(request.Operation)),
            ("options", RegoNull.Value),
            ("requestKind", kind),
            ("requestResource", resource),
            ("resource", resource),
            ("uid", Text("")),
            ("userInfo", User(request.User)),
        };
        // A request for a namespace carries its name as its namespace; Gatekeeper takes it away.
        var space = ResourceRule.IsNamespace(request) ? "" : request.Namespace;
        foreach (var (name, value) in ((string, string)[])
            [("name", request.Name), ("namespace", space), ("requestSubResource", request.SubResource), ("subResource", request.SubResource)])
        {
            if (value.Length > 0)
                fields.Add((name, Text(value)));
        }

        return RegoObject.Of([.. fields]);
    }

    private static RegoString Text(string text) => new(text);

    private static RegoObject User(RequestUser user)
    {
        var groups = new RegoArray([.. user.Groups.Select(Text)]);
        return RegoObject.Of([("username", Text(user.Name)), .. user.Groups.IsEmpty ? ((string, RegoValue)[])[] : [("groups", groups)]]);
    }

    /// <summary>Objects of a list have no kind of their own; the server sends each with it.</summary>
    private static RegoValue Item(JsonElement? json, AdmissionRequest request)
    {
        if (json is not { } item)
            return RegoNull.Value;
        var value = RegoJson.From(item);
        if (value is not RegoObject table || table.Find("kind") is not null)
            return value;
        var version = request.Kind.Group.Length == 0 ? request.Kind.Version : $"{request.Kind.Group}/{request.Kind.Version}";
        return table.With(Text("kind"), Text(request.Kind.Kind)).With(Text("apiVersion"), Text(version));
    }

    private static JsonElement? NamespaceObject(AdmissionRequest request, PolicyObjects objects) =>
        request.Namespace.Length == 0 || ResourceRule.IsNamespace(request) ? null : objects.Find("", "Namespace", "", request.Namespace);

    private static RegoValue Namespace(AdmissionRequest request, PolicyObjects objects)
    {
        if (request.Namespace.Length == 0 || ResourceRule.IsNamespace(request))
            return RegoNull.Value;
        if (NamespaceObject(request, objects) is { } found)
            return RegoJson.From(found);
        var unknown = RegoUnknown.Of("input.review.namespaceObject");
        var given = request.NamespaceLabels.Where(l => l.Key != NamespaceLabels.Name).Append(KeyValuePair.Create(NamespaceLabels.Name, request.Namespace)).ToArray();
        var labels = RegoObject.Of(
            [.. given.Select(l => Text(l.Key))], [.. given.Select(l => Text(l.Value))], request.AreNamespaceLabelsKnown ? null : RegoUnknown.Of("the labels of the namespace"));
        var metadata = RegoObject.Of([Text("labels"), Text("name")], [labels, Text(request.Namespace)], unknown);
        return RegoObject.Of([Text("apiVersion"), Text("kind"), Text("metadata")], [Text("v1"), Text("Namespace"), metadata], unknown);
    }
}
