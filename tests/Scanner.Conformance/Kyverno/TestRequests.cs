using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Requests;

namespace Scanner.Conformance.Kyverno;

/// <summary>The requests that Kyverno's command line makes of the resources of a test.</summary>
internal static class TestRequests
{
    private static readonly string[] s_clusterKinds =
    [
        "Namespace", "Node", "ClusterRole", "ClusterRoleBinding", "PersistentVolume", "StorageClass", "CustomResourceDefinition", "PriorityClass",
        "IngressClass", "APIService", "RuntimeClass", "CSIDriver", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "ClusterPolicy",
    ];

    /// <param name="given">Values that the test puts into the resource.</param>
    public static AdmissionRequest Make(JsonElement original, CelValue? given, string operation, TestFile file)
    {
        var value = JsonValues.From(original);
        value = WithoutNulls(value);
        if (given is not null)
            value = Tree.Merge(value, given);
        var metadata = Tree.Get(value, "metadata");
        if (!s_clusterKinds.Contains(Tree.Text(value, "kind")) && Tree.Text(metadata, "namespace").Length == 0)
            value = Tree.With(value, ("metadata", Tree.With(metadata, ("namespace", new CelString("default")))));
        using var document = JsonDocument.Parse(JsonText.Of(value));
        var resource = document.RootElement.Clone();
        var kind = Tree.Text(value, "kind");
        var version = Tree.Text(value, "apiVersion");
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var (group, number) = slash < 0 ? ("", version) : (version[..slash], version[(slash + 1)..]);
        var space = Tree.Text(value, "metadata", "namespace");
        var user = file.UserInfo;
        var parent = Tree.Items(file.Values, "subresources").FirstOrDefault(s => Tree.Text(s, "subresource", "kind") == kind);
        var named = parent is null ? kind : Tree.Text(parent, "parentResource", "kind");
        var sub = parent is null ? "" : Tree.Text(parent, "subresource", "name").Split('/')[^1];
        return new AdmissionRequest
        {
            Kind = new GroupVersionKind(parent is null ? group : Tree.Text(parent, "parentResource", "group"), parent is null ? number : Tree.Text(parent, "parentResource", "version"), named),
            Resource = new GroupVersionResource(group, number, Plural(named)),
            SubResource = sub,
            Name = Tree.Text(value, "metadata", "name"),
            Namespace = kind == "Namespace" ? Tree.Text(value, "metadata", "name") : space,
            NamespaceLabels = Labels(file.Values, space),
            Operation = operation,
            User = new RequestUser(Tree.Text(user, "userInfo", "username"), Tree.Texts(user, "userInfo", "groups"))
            {
                Roles = Tree.Texts(user, "roles"),
                ClusterRoles = Tree.Texts(user, "clusterRoles"),
            },
            Object = operation == "DELETE" ? null : resource,
            OldObject = operation == "CREATE" ? null : resource,
        };
    }

    /// <summary>Fields of the metadata that are written without a value are empty objects.</summary>
    private static CelValue WithoutNulls(CelValue value) => value switch
    {
        CelList list => new CelList([.. list.Items.ToArray().Select(WithoutNulls)]),
        CelMap => Tree.Of(Tree.Entries(value).Select(e => (e.Key, e.Key is "metadata" or "labels" or "annotations" && e.Value is CelNull ? CelTable.Empty : WithoutNulls(e.Value)))),
        _ => value,
    };

    private static Dictionary<string, string> Labels(CelValue? values, string space)
    {
        var labels = Tree.Items(values, "namespaceSelector").FirstOrDefault(n => Tree.Text(n, "name") == space);
        var whole = Tree.Items(values, "namespaces").FirstOrDefault(n => Tree.Text(n, "metadata", "name") == space);
        return whole is not null ? Tree.Pairs(whole, "metadata", "labels") : Tree.Pairs(labels, "labels");
    }

    private static string Plural(string kind)
    {
        var name = kind.ToLowerInvariant();
        return name.EndsWith("endpoints", StringComparison.Ordinal) ? name
            : name.EndsWith('s') || name.EndsWith('x') || name.EndsWith("ch", StringComparison.Ordinal) ? name + "es"
            : name.EndsWith('y') && name[^2] is not ('a' or 'e' or 'o' or 'u') ? name[..^1] + "ies"
            : name + "s";
    }
}
