using System.Net;
using System.Text;

namespace Scanner.Tests.Cli;

/// <summary>A cluster of two namespaces, <c>a</c> with one pod that has an ephemeral container, and <c>b</c> without any.</summary>
internal sealed class ScriptedCluster : HttpMessageHandler
{
    private const string Pod = """
        {"metadata":{"name":"web","namespace":"a"},"spec":{"containers":[{"name":"app","image":"app"}],"ephemeralContainers":[{"name":"debug","image":"busybox","securityContext":{"privileged":true}}]},"status":{"phase":"Running"}}
        """;

    /// <summary>Called with method and path before each answer; what it awaits holds the answer back.</summary>
    public Func<string, CancellationToken, Task> OnRequest { get; init; } = (_, _) => Task.CompletedTask;

    public List<string> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var line = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        lock (Requests)
            Requests.Add(line);
        await OnRequest(line, cancellationToken);
        var (code, body) = Answer(request.Method.Method, request.RequestUri.AbsolutePath, request.RequestUri.Query);
        return new HttpResponseMessage(code) { Content = new StringContent(body, Encoding.UTF8, "application/json"), RequestMessage = request };
    }

    private static (HttpStatusCode Code, string Body) Answer(string method, string path, string query) => (method, path) switch
    {
        (_, "/version") => (HttpStatusCode.OK, """{"major":"1","minor":"36","gitVersion":"v1.36.2"}"""),
        (_, "/api/v1") => (HttpStatusCode.OK, """{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[{"name":"pods/ephemeralcontainers"}]}"""),
        (_, "/api/v1/namespaces") when query.Contains("labelSelector=", StringComparison.Ordinal) => List("NamespaceList", "v1"),
        (_, "/api/v1/namespaces") => List("NamespaceList", "v1", """{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}"""),
        ("GET", "/api/v1/namespaces/a/pods/web") => Status(403, "Forbidden"),
        (_, "/api/v1/namespaces/hidden") => Status(403, "Forbidden"),
        (_, "/api/v1/namespaces/a" or "/api/v1/namespaces/b") => (HttpStatusCode.OK, $$$"""{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"{{{path[^1]}}}"}}"""),
        ("GET", "/api/v1/pods" or "/api/v1/namespaces/a/pods") => List("PodList", "v1", Pod),
        ("GET", _) when path.EndsWith("/pods", StringComparison.Ordinal) => List("PodList", "v1"),
        ("GET", _) when path.Contains("/rbac.authorization.k8s.io/", StringComparison.Ordinal) => List(ListKind(path), "rbac.authorization.k8s.io/v1"),
        ("GET", _) when path.EndsWith("/serviceaccounts", StringComparison.Ordinal) => List("PartialObjectMetadataList", "meta.k8s.io/v1"),
        ("GET", _) => Status(404, "NotFound"),
        _ => Status(403, "Forbidden"),
    };

    private static string ListKind(string path) => path[(path.LastIndexOf('/') + 1)..] switch
    {
        "roles" => "RoleList",
        "clusterroles" => "ClusterRoleList",
        "rolebindings" => "RoleBindingList",
        _ => "ClusterRoleBindingList",
    };

    private static (HttpStatusCode Code, string Body) List(string kind, string version, string items = "") =>
        (HttpStatusCode.OK, $$"""{"kind":"{{kind}}","apiVersion":"{{version}}","metadata":{"resourceVersion":"1"},"items":[{{items}}]}""");

    private static (HttpStatusCode Code, string Body) Status(int code, string reason) =>
        ((HttpStatusCode)code, $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"{{reason}} it is","code":{{code}}}""");
}
