using System.Text;

namespace Scanner.ApiServer.Transport;

/// <summary>Names a resource, an object or a subresource (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris).</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Resource">Plural, lower case.</param>
/// <param name="Namespace">Null for a cluster-scoped resource, or for all namespaces in a list.</param>
public sealed record ResourcePath(string Group, string Version, string Resource, string? Namespace = null, string? Name = null, string? Subresource = null)
{
    public static ResourcePath Core(string resource, string? ns = null, string? name = null, string? subresource = null) =>
        new("", "v1", resource, ns, name, subresource);

    /// <summary>The path of the URL, each part escaped.</summary>
    public override string ToString()
    {
        var path = new StringBuilder(Group.Length == 0 ? "/api" : "/apis/" + Escape(Group)).Append('/').Append(Escape(Version));
        if (Namespace is not null)
            path.Append("/namespaces/").Append(Escape(Namespace));
        path.Append('/').Append(Escape(Resource));
        if (Name is not null)
            path.Append('/').Append(Escape(Name));
        if (Subresource is not null)
            path.Append('/').Append(Escape(Subresource));
        return path.ToString();
    }

    // A part that is "." or ".." would be folded away by the URL parser and name something else.
    private static string Escape(string part) =>
        part is "" or "." or ".."
            ? throw new ArgumentException($"'{part}' cannot be part of an API path", nameof(part))
            : Uri.EscapeDataString(part);
}
