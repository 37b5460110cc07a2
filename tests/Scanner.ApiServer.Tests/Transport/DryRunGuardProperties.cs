using FsCheck;
using FsCheck.Fluent;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>
/// Requests put together from everything that could make one more than it seems. What passes is read once more, here as loosely as any
/// server or proxy on the way might read it, and must store nothing even then.
/// </summary>
public sealed class DryRunGuardProperties
{
    private static readonly Uri s_server = new("https://server/k8s");

    private static readonly string[] s_methods = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "patch", "Delete", "MERGE"];

    private static readonly string[] s_segments =
    [
        "api", "v1", "apis", "namespaces", "a", "pods", "b", "ephemeralcontainers", "exec", "attach", "portforward", "proxy", "eviction", "binding",
        "token", "log", "nodes", "services", "leases", "coordination.k8s.io", "events", "events.k8s.io", "default", "authorization.k8s.io", "subjectaccessreviews", "watch", "version",
        "wgpolicyk8s.io", "openreports.io", "v1alpha2", "v1alpha1", "policyreports", "clusterreports", "ephemeral-scanner", "status", "ephemeral-scanner%2Fx",
        "..", ".", "", "%2e%2e", "p%6fds", "b%2Fexec", "b;x", "b\\exec", "https:b:443", "Pods", "b?dryRun=All", "b#", "\u00e9",
    ];

    /// <summary>Requests that pass, and some that are close.</summary>
    private static readonly (string Method, string Path, string[] Parameters)[] s_known =
    [
        ("PATCH", "api/v1/namespaces/a/pods/b/ephemeralcontainers", ["dryRun=All", "fieldManager=x", "fieldValidation=Strict"]),
        ("POST", "api/v1/namespaces/a/pods", ["dryRun=All", "fieldManager=x"]),
        ("GET", "api/v1/namespaces/a/pods/b", []),
        ("GET", "api/v1/pods", ["limit=1", "watch=true"]),
        ("GET", "api/v1/nodes/b", []),
        ("GET", "apis/apps/v1/namespaces/a/deployments", ["labelSelector=a%3Db"]),
        ("GET", "version", []),
        ("POST", "apis/coordination.k8s.io/v1/namespaces/a/leases", ["fieldManager=x"]),
        ("PUT", "apis/coordination.k8s.io/v1/namespaces/a/leases/b", ["fieldManager=x"]),
        ("POST", "apis/authorization.k8s.io/v1/subjectaccessreviews", []),
        ("POST", "apis/events.k8s.io/v1/namespaces/default/events", ["fieldManager=x"]),
        ("PATCH", "apis/events.k8s.io/v1/namespaces/default/events/b", ["fieldManager=x"]),
        ("PATCH", "apis/wgpolicyk8s.io/v1alpha2/namespaces/a/policyreports/ephemeral-scanner", ["fieldManager=ephemeral-scanner", "force=true", "fieldValidation=Strict"]),
        ("PATCH", "apis/openreports.io/v1alpha1/clusterreports/ephemeral-scanner", ["fieldManager=ephemeral-scanner", "force=true", "fieldValidation=Strict"]),
        ("DELETE", "apis/openreports.io/v1alpha1/namespaces/a/reports/ephemeral-scanner", []),
        ("DELETE", "apis/wgpolicyk8s.io/v1alpha2/clusterpolicyreports/ephemeral-scanner", []),
        ("PATCH", "api/v1/namespaces/a/pods/b", ["dryRun=All"]),
        ("DELETE", "api/v1/namespaces/a/pods/b", ["dryRun=All"]),
        ("POST", "api/v1/namespaces/a/pods/b/eviction", ["dryRun=All"]),
        ("GET", "api/v1/namespaces/a/pods/b/exec", ["command=sh"]),
        ("GET", "api/v1/namespaces/a/services/b/proxy", []),
    ];

    private static readonly string[] s_parameters =
    [
        "dryRun=All", "dryRun=", "dryRun", "dryrun=All", "dryRun=all", "dryRun=None", "dry%52un=All", "dryRun=%41ll", "dryRun=All;dryRun=", "fieldManager=x",
        "fieldManager=dryRun=All", "fieldValidation=Strict", "limit=1", "watch=true", "labelSelector=a%3Db", "_method=DELETE", "command=sh", "", "&", "%26dryRun=",
    ];

    private static int s_passed;

    [Fact]
    public void IsAllowed_WhateverPasses_StoresNothingHoweverItIsRead()
    {
        s_passed = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Requests().ToArbitrary(), request =>
        {
            var (method, uri) = request;
            using var message = new HttpRequestMessage(new HttpMethod(method), uri);
            if (method == "PATCH")
            {
                var report = IsReport(new Uri(uri).AbsolutePath);
                message.Content = report ? new ByteArrayContent([]) : new StringContent("{}");
                message.Content.Headers.ContentType = new(report ? "application/apply-patch+yaml" : "application/merge-patch+json");
            }

            if (!DryRunGuard.IsAllowed(message, s_server, tokenReviews: false, events: true, emptyPatches: true, reports: true))
                return true;
            // Without the option none of them is a report.
            if (!DryRunGuard.IsAllowed(message, s_server, events: true, emptyPatches: true) && !IsReport(message.RequestUri!.AbsolutePath))
                return false;
            s_passed++;
            return IsHarmless(method, message.RequestUri!.PathAndQuery);
        }));
        Assert.InRange(s_passed, 500, 19_500);
    }

    private static Gen<(string Method, string Uri)> Requests() =>
        from known in Gen.Elements(s_known)
        from otherMethod in Gen.Frequency((3, Gen.Constant("")), (1, Gen.Elements(s_methods)))
        from prefix in Gen.Frequency((5, Gen.Constant("https://server/k8s/")), (1, Gen.Elements("https://server/", "https://server/k8s", "https://other/k8s/")))
        from path in Changed(known.Path.Split('/'), s_segments)
        from parameters in Changed(known.Parameters, s_parameters)
        let query = parameters.Length > 0 ? "?" + string.Join('&', parameters) : ""
        select (otherMethod.Length > 0 ? otherMethod : known.Method, prefix + string.Join('/', path) + query);

    // As it is, or with a piece put in, taken away or replaced; at times twice.
    private static Gen<string[]> Changed(string[] pieces, string[] others) =>
        from count in Gen.Frequency((4, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
        from places in Gen.Choose(0, 100).ArrayOf(2)
        from kinds in Gen.Choose(0, 2).ArrayOf(2)
        from other in Gen.Elements(others).ArrayOf(2)
        select Enumerable.Range(0, count).Aggregate(pieces, (p, i) => Change(p, places[i] % (p.Length + 1), kinds[i], other[i]));

    private static string[] Change(string[] pieces, int at, int kind, string other) => kind switch
    {
        0 => [.. pieces[..at], other, .. pieces[at..]],
        1 when at < pieces.Length => [.. pieces[..at], .. pieces[(at + 1)..]],
        2 when at < pieces.Length => [.. pieces[..at], other, .. pieces[(at + 1)..]],
        _ => pieces,
    };

    private static bool IsHarmless(string method, string pathAndQuery)
    {
        var (path, query) = pathAndQuery.Split('?', 2) is [var before, var behind] ? (before, behind) : (pathAndQuery, "");
        // Escapes undone twice, backslashes and semicolons as separators, dots folded, empty parts left out, case ignored.
        var parts = new Uri("https://x" + Uri.UnescapeDataString(Uri.UnescapeDataString(path)).Replace('\\', '/').Replace(';', '/')).AbsolutePath
            .ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries);
        var values = Uri.UnescapeDataString(Uri.UnescapeDataString(query)).Split('&', ';').Where(p => p.StartsWith("dryrun", StringComparison.OrdinalIgnoreCase));
        if (parts is not ["k8s", .. var rest] || query.Contains("_method", StringComparison.OrdinalIgnoreCase))
            return false;
        return method.ToUpperInvariant() switch
        {
            "GET" => !IsConnection(rest),
            "POST" or "PATCH" when rest is ["api", "v1", "namespaces", _, "pods"] or ["api", "v1", "namespaces", _, "pods", _, "ephemeralcontainers"] =>
                values.SequenceEqual(["dryRun=All"]),
            "POST" => rest is ["apis", "authorization.k8s.io", "v1", "subjectaccessreviews"] or ["apis", "coordination.k8s.io", "v1", "namespaces", _, "leases"]
                or ["apis", "events.k8s.io", "v1", "namespaces", "default", "events"],
            "PUT" => rest is ["apis", "coordination.k8s.io", "v1", "namespaces", _, "leases", _],
            "PATCH" => rest is ["apis", "events.k8s.io", "v1", "namespaces", "default", "events", _]
                || (IsReport(path) && query == "fieldManager=ephemeral-scanner&force=true&fieldValidation=Strict"),
            "DELETE" => IsReport(path) && query.Length == 0,
            _ => false,
        };
    }

    private static bool IsReport(string path) => path.Split('/') is
        ["", "k8s", "apis", "wgpolicyk8s.io", "v1alpha2", "namespaces", _, "policyreports", "ephemeral-scanner"]
        or ["", "k8s", "apis", "openreports.io", "v1alpha1", "namespaces", _, "reports", "ephemeral-scanner"]
        or ["", "k8s", "apis", "wgpolicyk8s.io", "v1alpha2", "clusterpolicyreports", "ephemeral-scanner"]
        or ["", "k8s", "apis", "openreports.io", "v1alpha1", "clusterreports", "ephemeral-scanner"];

    // Whatever stands behind an object, of whatever resource.
    private static bool IsConnection(string[] path) => path switch
    {
        ["api", "v1", "namespaces", ..] => path.Length > 6,
        ["api", "v1", ..] => path.Length > 4,
        ["apis", _, _, "namespaces", ..] => path.Length > 7,
        ["apis", _, _, ..] => path.Length > 5,
        _ => path.Length > 1,
    };
}
