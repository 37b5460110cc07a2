using Scanner.Policies.Cel.Values;
using Scanner.Policies.Images;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Contexts;

/// <summary>The names that every rule sees: <c>request</c>, <c>images</c>, <c>serviceAccountName</c>, <c>serviceAccountNamespace</c>.</summary>
internal static class RequestScope
{
    private const string ServiceAccount = "system:serviceaccount:";

    /// <param name="given">Values that stand over those of the request; null for none.</param>
    public static ContextScope Of(JudgedRequest request, CelValue? given)
    {
        var user = request.Request.User.Name;
        var account = user.StartsWith(ServiceAccount, StringComparison.Ordinal) ? user[ServiceAccount.Length..].Split(':') : [];
        var isAccount = account.Length >= 2;
        var scope = ContextScope.Of("request", Request(request, given))
            .With("serviceAccountName", new CelString(isAccount ? account[1] : ""))
            .With("serviceAccountNamespace", new CelString(isAccount ? account[0] : ""));
        if (Images(request.Resource, request.Kind.Kind) is { } images)
            scope = scope.With("images", images);
        foreach (var (name, value) in Tree.Entries(given).Where(g => g.Key != "request"))
            scope = scope.With(name, scope.Find(new CelString(name)) is { } present ? Tree.Merge(present, value) : value);
        return scope;
    }

    public static CelValue Request(JudgedRequest judged, CelValue? given)
    {
        var request = judged.Request;
        var kind = Tree.Of([("group", Text(request.Kind.Group)), ("version", Text(request.Kind.Version)), ("kind", Text(request.Kind.Kind))]);
        var resource = Tree.Of([("group", Text(request.Resource.Group)), ("version", Text(request.Resource.Version)), ("resource", Text(request.Resource.Resource))]);
        var entries = new List<(string, CelValue)>
        {
            ("uid", CelUnknown.Of("request.uid")),
            ("kind", kind),
            ("resource", resource),
            ("requestKind", kind),
            ("requestResource", resource),
            ("operation", Text(judged.Operation)),
            ("userInfo", User(request.User)),
            ("roles", request.User.Roles is { } roles ? CelList.OfStrings(roles) : CelUnknown.Of("the roles of the user")),
            ("clusterRoles", request.User.ClusterRoles is { } wide ? CelList.OfStrings(wide) : CelUnknown.Of("the roles of the user")),
            ("dryRun", CelBool.Of(request.IsDryRun)),
        };
        entries.AddRange(new (string Name, string Value)[] { ("name", request.Name), ("namespace", request.Namespace), ("subResource", judged.SubResource) }
            .Where(e => e.Value.Length > 0).Select(e => (e.Name, (CelValue)Text(e.Value))));
        entries.AddRange(new (string Name, CelValue? Value)[] { ("object", judged.Object), ("oldObject", judged.OldObject) }
            .Select(e => (e.Name, e.Value ?? CelNull.Value)));
        CelValue made = Tree.Of(entries);
        return Tree.Get(given, "request") is { } over ? Tree.Merge(made, over) : made;
    }

    /// <summary>What is empty is not there, as the server leaves it out.</summary>
    private static CelTable User(RequestUser user)
    {
        var entries = new List<(string, CelValue)>();
        if (user.Name.Length > 0)
            entries.Add(("username", Text(user.Name)));
        if (user.Groups.Length > 0)
            entries.Add(("groups", CelList.OfStrings(user.Groups)));
        return Tree.Of(entries);
    }

    /// <summary>The images of each kind of containers, by the name of the container; null where there are none.</summary>
    private static CelValue? Images(CelValue? resource, string kind)
    {
        string[] path = kind switch
        {
            "Pod" => ["spec"],
            "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
            "DaemonSet" or "Deployment" or "ReplicaSet" or "ReplicationController" or "StatefulSet" or "Job" => ["spec", "template", "spec"],
            _ => [],
        };
        if (path.Length == 0)
            return null;
        var kinds = new List<(string, CelValue)>();
        foreach (var field in (string[])["initContainers", "containers", "ephemeralContainers"])
        {
            var images = Tree.Items(resource, [.. path, field])
                .Select((c, i) => (Name: Tree.Text(c, "name"), Image: Tree.Text(c, "image"), Pointer: $"/{string.Join('/', path)}/{field}/{i}/image"))
                .Where(c => c.Image.Trim().Length > 0)
                .Select(c => (c.Name, Value: Image(c.Image, c.Pointer)))
                .ToList();
            if (images.Find(i => i.Value.IsFailure).Value is { } wrong)
                return wrong;
            if (images.Count > 0)
                kinds.Add((field, Tree.Of(images)));
        }

        return kinds.Count > 0 ? Tree.Of(kinds) : null;
    }

    private static CelValue Image(string text, string pointer) => ImageReference.Parse(text) is not { } image
        ? new CelError($"invalid image '{text}'")
        : Tree.Of(new (string Name, string Value)[]
        {
            ("registry", image.Registry), ("name", image.Name), ("path", image.Path), ("tag", image.Tag), ("digest", image.Digest),
            ("reference", image.Reference), ("referenceWithTag", image.ReferenceWithTag), ("jsonPointer", pointer),
        }.Where(e => e.Value.Length > 0).Select(e => (e.Name, (CelValue)Text(e.Value))));

    private static CelString Text(string text) => new(text);
}
