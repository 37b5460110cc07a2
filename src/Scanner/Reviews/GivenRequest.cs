using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;
using Scanner.Usage;

namespace Scanner.Reviews;

/// <summary>Reads the request of a file: an AdmissionReview, or a plain object that somebody wants to create, change or delete.</summary>
internal static class GivenRequest
{
    private static readonly string[] s_operations = ["CREATE", "UPDATE", "DELETE", "CONNECT"];

    /// <param name="place">What messages call the file.</param>
    /// <param name="operation">Null when none was given: CREATE, or UPDATE where there is an old object.</param>
    /// <param name="old">The object as it was; null where none was given.</param>
    /// <exception cref="UsageException">It is no such thing, or the flags do not fit it.</exception>
    public static AdmissionRequest Read(JsonElement file, string place, string? operation, JsonElement? old)
    {
        if (MatchReader.Text(file, "kind") is not { Length: > 0 } kind)
            throw new UsageException($"--request {place}: has no kind: give an AdmissionReview, or an object with apiVersion, kind and metadata");
        if (kind != "AdmissionReview")
            return Plain(file, place, kind, Operation(operation), old);
        if (operation is not null || old is not null)
            throw new UsageException($"{(old is null ? "--operation" : "--old")}: an AdmissionReview says that itself, leave it out");
        return OfReview(MatchReader.Child(file, "request"), place);
    }

    private static string? Operation(string? operation)
    {
        var upper = operation?.ToUpperInvariant();
        return upper is null || s_operations.Contains(upper)
            ? upper
            : throw new UsageException($"--operation {operation}: give {string.Join(", ", s_operations[..^1])} or {s_operations[^1]}");
    }

    private static AdmissionRequest Plain(JsonElement item, string place, string kindName, string? operation, JsonElement? old)
    {
        var metadata = MatchReader.Child(item, "metadata");
        if (MatchReader.Text(item, "apiVersion") is not { Length: > 0 } apiVersion)
            throw new UsageException($"--request {place}: has no apiVersion");
        if (operation is null)
            operation = old is null ? "CREATE" : "UPDATE";
        if (operation is "UPDATE" && old is null)
            throw new UsageException("--operation UPDATE needs --old: the object as it was before");
        if (operation is not "UPDATE" && old is not null)
            throw new UsageException($"--old: an old object belongs to UPDATE, not to {operation}");
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var kind = new GroupVersionKind(slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..], kindName);
        var named = MatchReader.Text(metadata, "namespace");
        return new AdmissionRequest
        {
            Kind = kind,
            Resource = new GroupVersionResource(kind.Group, kind.Version, ResourceOf(kindName)),
            Name = MatchReader.Text(metadata, "name"),
            Namespace = kind is { Group: "", Kind: "Namespace" } ? MatchReader.Text(metadata, "name") : named,
            Operation = operation,
            User = DefaultUser,
            Object = operation == "DELETE" ? null : item,
            OldObject = operation == "DELETE" ? item : old,
        };
    }

    // As Kubernetes derives resources from kinds (k8s.io/apimachinery/pkg/api/meta, UnsafeGuessKindToResource).
    private static string ResourceOf(string kind)
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

    private static AdmissionRequest OfReview(JsonElement? request, string place)
    {
        if (request is not { ValueKind: JsonValueKind.Object })
            throw new UsageException($"--request {place}: an AdmissionReview without a request: an answer of a webhook has none, give the question");
        var (kind, resource) = (MatchReader.Child(request, "kind"), MatchReader.Child(request, "resource"));
        foreach (var (value, field) in ((string, string)[])
            [(MatchReader.Text(kind, "kind"), "kind.kind"), (MatchReader.Text(resource, "resource"), "resource.resource"), (MatchReader.Text(request, "operation"), "operation")])
        {
            if (value.Length == 0)
                throw new UsageException($"--request {place}: request.{field} is missing, by which policies know what is asked");
        }

        var user = MatchReader.Child(request, "userInfo");
        return new AdmissionRequest
        {
            Kind = new GroupVersionKind(MatchReader.Text(kind, "group"), MatchReader.Text(kind, "version"), MatchReader.Text(kind, "kind")),
            Resource = new GroupVersionResource(MatchReader.Text(resource, "group"), MatchReader.Text(resource, "version"), MatchReader.Text(resource, "resource")),
            SubResource = MatchReader.Text(request, "subResource"),
            Name = MatchReader.Text(request, "name"),
            Namespace = MatchReader.Text(request, "namespace"),
            Operation = MatchReader.Text(request, "operation").ToUpperInvariant(),
            User = user is null ? DefaultUser : new RequestUser(MatchReader.Text(user, "username"), MatchReader.Texts(user, "groups")),
            Object = MatchReader.Child(request, "object"),
            OldObject = MatchReader.Child(request, "oldObject"),
            IsDryRun = MatchReader.Child(request, "dryRun") is { ValueKind: JsonValueKind.True },
        };
    }

    /// <summary>Who asks where nobody is named: a user of the cluster without any other group.</summary>
    public static RequestUser DefaultUser { get; } = new("review", ["system:authenticated"]);

    /// <summary>By whom it is found out what policies do: the same user, of whom is known that no role is bound to it which a policy exempts.</summary>
    public static RequestUser Outsider { get; } = DefaultUser with { Roles = [], ClusterRoles = [] };
}
