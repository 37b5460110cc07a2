using Scanner.Core.Cluster;
using Scanner.Rights;
using Scanner.Simulator;

namespace Scanner.IntegrationTests.Rbac;

/// <summary>Rights as lines, those that are listed and those that requests call for: <c>list pods</c>, <c>get /version</c>.</summary>
internal static class UsedRights
{
    private static readonly string[] s_reports = ["wgpolicyk8s.io/", "openreports.io/"];

    /// <summary>Without those to reports, which depend on what there is to write: <see cref="OfReports"/>.</summary>
    public static List<string> Listed(RightUser by) => [.. All(by).Where(r => !IsOfReports(r))];

    public static List<string> All(RightUser by) => [.. NeededRights.All.Where(r => r.By == by)
        .SelectMany(r => r.Verbs.SelectMany(v => r.Resources.Select(resource => r.Group is { } group ? Line(v, group, resource) : $"{v} {resource}")))
        .Distinct().Order(StringComparer.Ordinal)];

    /// <inheritdoc cref="Listed"/>
    public static List<string> Of(IEnumerable<ReceivedRequest> requests) => [.. Lines(requests).Where(r => !IsOfReports(r))];

    public static List<string> OfReports(IEnumerable<ReceivedRequest> requests) => [.. Lines(requests).Where(IsOfReports)];

    private static IEnumerable<string> Lines(IEnumerable<ReceivedRequest> requests) => requests.Select(Of).Distinct().Order(StringComparer.Ordinal);

    private static bool IsOfReports(string line) => Array.Exists(s_reports, g => line.Contains(g, StringComparison.Ordinal));

    private static string Of(ReceivedRequest request)
    {
        var parts = request.Path.Trim('/').Split('/');
        var (group, rest) = parts switch
        {
            ["api", "v1", .. var r] => ("", r),
            ["apis", var g, _, .. var r] => (g, r),
            _ => ("", []),
        };
        if (rest.Length == 0)
            return $"get {(parts is ["apis", _, _] ? "/apis/*" : request.Path)}";
        rest = rest is ["namespaces", _, _, ..] ? rest[2..] : rest;
        var isOne = rest.Length > 1;
        var resource = rest is [var of, _, var sub] ? $"{of}/{sub}" : rest[0];
        var verb = request.Method switch
        {
            "GET" => request.IsWatch ? "watch" : isOne ? "get" : "list",
            "POST" => "create",
            "PUT" => "update",
            _ => request.Method.ToLowerInvariant(),
        };
        return Line(verb, group, AdmissionKinds.Find(group, resource) is { Resource: AdmissionKinds.Every } ? AdmissionKinds.Every : resource);
    }

    private static string Line(string verb, string group, string resource) => $"{verb} {(group.Length == 0 ? "" : group + "/")}{resource}";
}
