using Microsoft.AspNetCore.Http;
using Scanner.Simulator.Security;

namespace Scanner.Simulator.Serving;

/// <summary>What a URL and a method ask for, as the real server's request info resolver reads them.</summary>
/// <param name="Path">As sent, without the query.</param>
/// <param name="IsResource">False for paths like <c>/version</c> and for discovery.</param>
/// <param name="Namespace">Empty at the cluster scope.</param>
internal sealed record RequestInfo(
    string Path, bool IsResource, string Verb, string Group, string Version, string Namespace, string Resource, string Subresource, string Name)
{
    public AccessAttributes Access => IsResource
        ? new AccessAttributes(Verb, Group, Resource, Subresource, Namespace, Name)
        : new AccessAttributes(Verb, Path: Path);

    /// <summary>Whether a slash follows another one elsewhere than at the end, for which nothing is served.</summary>
    public bool HasEmptyPart => Path.TrimEnd('/').Contains("//", StringComparison.Ordinal) || (Path.Length > 1 && Path.Trim('/').Length == 0);

    public static RequestInfo Parse(string method, string path, IQueryCollection query)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var legacy = parts is ["api", ..];
        var prefix = legacy ? 2 : 3;
        if (parts.Length <= prefix || parts[0] is not ("api" or "apis"))
            return new RequestInfo(path, false, method.ToLowerInvariant(), "", "", "", "", "", "");

        var (group, version) = legacy ? ("", parts[1]) : (parts[1], parts[2]);
        var rest = parts[prefix..];
        var ns = "";
        if (rest is ["namespaces", var given, ..])
        {
            ns = given;
            // /namespaces/NAME/status is of the namespace itself; anything else there is in the namespace.
            if (rest.Length > 2 && rest[2] is not ("status" or "finalize"))
                rest = rest[2..];
        }

        var name = rest.Length > 1 ? rest[1] : "";
        if (name.Length == 0 && method is "GET" or "DELETE")
            name = NameFromSelector(query);
        var verb = VerbOf(method, rest.Length > 1, query);
        return new RequestInfo(path, true, verb, group, version, ns, rest[0], string.Join('/', rest.Skip(2)), name);
    }

    private static string VerbOf(string method, bool named, IQueryCollection query) => method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => named ? "delete" : "deletecollection",
        "GET" when Flag(query, "watch") => "watch",
        "GET" => named ? "get" : "list",
        _ => "",
    };

    /// <summary>A boolean parameter as the server reads it: what is there is true, unless it says that it is not.</summary>
    public static bool Flag(IQueryCollection query, string name) => query[name] is [var text, ..] && text?.ToLowerInvariant() is not ("false" or "0");

    // A list of exactly one name may be permitted by resourceNames.
    private static string NameFromSelector(IQueryCollection query)
    {
        var term = query["fieldSelector"].ToString().Split(',').FirstOrDefault(t => t.StartsWith("metadata.name=", StringComparison.Ordinal));
        return term?["metadata.name=".Length..].TrimStart('=') ?? "";
    }
}
