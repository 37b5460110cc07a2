using System.Buffers;

namespace Scanner.ApiServer.Transport;

/// <summary>
/// The requests that may be sent, by the letter: each part of the path has its place, each parameter its name, and whatever is not named
/// here is refused. So nobody on the way can read something else into a request, and a new kind of write has to be added here to exist.
/// </summary>
internal static class AllowedShapes
{
    /// <summary>The one namespace that events are written in.</summary>
    public const string EventNamespace = "default";

    /// <summary>RFC 7396. Unlike an apply patch it cannot create anything.</summary>
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Names of objects, resources, groups and versions need no escaping; what does is refused.</summary>
    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    private static readonly SearchValues<char> s_optionCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");

    // Questions that are asked by POST; nothing is stored (https://kubernetes.io/docs/reference/access-authn-authz/authorization/).
    private static readonly string[] s_reviews = ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "subjectaccessreviews"];

    private static readonly string[] s_readParameters =
    [
        "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "resourceVersionMatch",
        "sendInitialEvents", "timeoutSeconds", "watch",
    ];

    /// <summary>
    /// Discovery, lists, watches and single objects. No subresource: reading through <c>exec</c>, <c>attach</c>, <c>portforward</c> or
    /// <c>proxy</c> is not reading.
    /// </summary>
    /// <param name="path">The parts of the path below the server's own.</param>
    /// <param name="query">With its question mark, or empty.</param>
    public static bool IsRead(string[] path, string query) =>
        path switch
        {
            ["version"] or ["apis"] => true,
            ["api", "v1", .. var rest] => IsResource(rest),
            ["apis", var group, var version, .. var rest] => IsName(group) && IsName(version) && IsResource(rest),
            _ => false,
        }
        && HasOnly(query, IsReadParameter);

    /// <summary>A pod that is not stored, an access review, a new Lease.</summary>
    public static bool IsPost(string[] path, string query) => path switch
    {
        ["api", "v1", "namespaces", var ns, "pods"] => IsName(ns) && IsDryRun(query),
        ["apis", "authorization.k8s.io", "v1", var resource] => Array.IndexOf(s_reviews, resource) >= 0 && HasOnly(query, IsWriteParameter),
        ["apis", "coordination.k8s.io", "v1", "namespaces", var ns, "leases"] => IsName(ns) && HasOnly(query, IsWriteParameter),
        _ => false,
    };

    /// <summary>
    /// The question whose a token is. It carries a secret of somebody else, so only who serves others has it
    /// (https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/).
    /// </summary>
    public static bool IsTokenReview(string[] path, string query) =>
        path is ["apis", "authentication.k8s.io", "v1", "tokenreviews"] && query.Length == 0;

    /// <summary>A new Event, in the one namespace that they are written in.</summary>
    public static bool IsEventPost(string[] path, string query) =>
        path is ["apis", "events.k8s.io", "v1", "namespaces", EventNamespace, "events"] && HasOnly(query, IsManagerParameter);

    /// <summary>One more in the series of an Event there.</summary>
    public static bool IsEventPatch(string[] path, string query, HttpContent? body) =>
        path is ["apis", "events.k8s.io", "v1", "namespaces", EventNamespace, "events", var name]
        && IsName(name) && ContentType(body) == MergePatch && HasOnly(query, IsManagerParameter);

    /// <summary>An ephemeral container that is not stored.</summary>
    public static bool IsPatch(string[] path, string query) =>
        path is ["api", "v1", "namespaces", var ns, "pods", var name, "ephemeralcontainers"]
        && IsName(ns) && IsName(name) && IsDryRun(query);

    /// <summary>
    /// The empty patch that is no dry run: it asks whether a real write would be admitted, and has nothing to write. Its body is known by its
    /// type.
    /// </summary>
    public static bool IsEmptyPatch(string[] path, string query, HttpContent? body) =>
        path is ["api", "v1", "namespaces", var ns, "pods", var name, "ephemeralcontainers"]
        && IsName(ns) && IsName(name) && query.Length == 0 && body is EmptyPatchContent && ContentType(body) == MergePatch;

    /// <summary>A Lease.</summary>
    public static bool IsPut(string[] path, string query) =>
        path is ["apis", "coordination.k8s.io", "v1", "namespaces", var ns, "leases", var name]
        && IsName(ns) && IsName(name) && HasOnly(query, IsWriteParameter);

    /// <summary>
    /// What is stored of a report: the whole of it, by server-side apply, under one field manager. The query is compared as a whole, so that no
    /// other parameter and no other manager gets in.
    /// </summary>
    public static bool IsReportApply(string[] path, string query) => query == ReportPaths.ApplyQuery && ReportPaths.IsReport(path, IsName);

    /// <summary>
    /// The end of one report. There is no query and, as the guard sees to, no body: nothing can widen it beyond the object that the path names.
    /// </summary>
    public static bool IsReportDelete(string[] path, string query) => query.Length == 0 && ReportPaths.IsReport(path, IsName);

    // As it is sent, parameters and all.
    private static string? ContentType(HttpContent? body) => body?.Headers.ContentType?.ToString();

    private static bool IsResource(string[] parts) => parts switch
    {
        [] => true,
        ["namespaces", var ns, var resource, .. var name] => IsName(ns) && IsResourceName(resource) && IsNameOrNone(name),
        [var resource, .. var name] => IsResourceName(resource) && IsNameOrNone(name),
    };

    private static bool IsNameOrNone(string[] parts) => parts.Length <= 1 && Array.TrueForAll(parts, IsName);

    // Old servers have /api/v1/proxy/…, which is a proxy too.
    private static bool IsResourceName(string part) => IsName(part) && part != "proxy";

    private static bool IsDryRun(string query) =>
        HasOnly(query, IsWriteParameter) && Array.IndexOf(query.TrimStart('?').Split('&'), "dryRun=All") >= 0;

    private static bool IsWriteParameter(string name, string value) => name switch
    {
        "dryRun" => value == "All",
        "fieldManager" or "fieldValidation" => value.Length > 0 && !value.AsSpan().ContainsAnyExcept(s_optionCharacters),
        _ => false,
    };

    private static bool IsManagerParameter(string name, string value) => name == "fieldManager" && IsWriteParameter(name, value);

    private static bool IsReadParameter(string name, string value) =>
        Array.IndexOf(s_readParameters, name) >= 0 && !value.AsSpan().ContainsAny(';', '=');

    /// <summary>Each parameter is allowed and stands there once: of two of one name some servers take the first, some the last.</summary>
    private static bool HasOnly(string query, Func<string, string, bool> isAllowed)
    {
        if (query.Length == 0)
            return true;
        var seen = new HashSet<string>();
        foreach (var parameter in query[1..].Split('&'))
        {
            if (parameter.Split('=', 2) is not [var name, var value] || !isAllowed(name, value) || !seen.Add(name))
                return false;
        }

        return true;
    }

    private static bool IsName(string part) =>
        part.Length > 0 && !part.AsSpan().ContainsAnyExcept(s_nameCharacters) && part is not ("." or "..");
}
