using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Lists;

/// <summary>Tells whether a list or an object is of the resource that was asked for.</summary>
internal static class ListKind
{
    private const string Suffix = "List";

    // Of these the resource is the plural of the kind; the plural of a custom resource is its author's choice.
    private static readonly string[] s_builtIn =
    [
        "", "rbac.authorization.k8s.io", "admissionregistration.k8s.io", "apps", "coordination.k8s.io", "discovery.k8s.io",
        "apiextensions.k8s.io",
    ];

    /// <param name="kind">As the answer names it.</param>
    public static bool IsOf(ListRequest request, string kind)
    {
        if (!kind.EndsWith(Suffix, StringComparison.Ordinal) || kind == Suffix)
            return false;
        if (request.MetadataOnly && kind == "PartialObjectMetadataList")
            return true;
        return Array.IndexOf(s_builtIn, request.Path.Group) < 0 || Plural(kind[..^Suffix.Length]) == request.Path.Resource;
    }

    /// <summary>Whether an object is one of the resource that was asked for.</summary>
    /// <param name="kind">As the answer names it.</param>
    public static bool IsObjectOf(ResourcePath path, string kind) =>
        path.Subresource is not null
        || (Array.IndexOf(s_builtIn, path.Group) < 0 ? !kind.EndsWith(Suffix, StringComparison.Ordinal) : Plural(kind) == path.Resource);

    // As Kubernetes itself derives resources from kinds (k8s.io/apimachinery/pkg/api/meta, UnsafeGuessKindToResource).
    private static string Plural(string kind)
    {
        var name = kind.ToLowerInvariant();
        return name switch
        {
            "endpoints" => name,
            [.., 's'] => name + "es",
            [.. var stem, 'y'] => stem + "ies",
            _ => name + "s",
        };
    }
}
