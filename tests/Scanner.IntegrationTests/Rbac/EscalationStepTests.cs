using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.IntegrationTests.Clusters;

namespace Scanner.IntegrationTests.Rbac;

/// <summary>
/// Each step that is told, taken on a real server by the one who could, as a dry run; and each that is not told, refused there.
/// The simulated server does not check bindings and roles for escalation, so this needs a real one.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class EscalationStepTests(ClusterPool clusters)
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Merge = "application/merge-patch+json";

    private const string Admins = """{"metadata":{"name":"eves-admin"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"eve"}]}""";

    private const string Ephemeral = """{"rules":[{"apiGroups":[""],"resources":["pods/ephemeralcontainers"],"verbs":["patch"]}]}""";

    private const string Container = """{"spec":{"ephemeralContainers":[{"name":"step","image":"x"}]}}""";

    private const string Myself = """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""";

    /// <summary>Rules of a role bound to eve, where, the step, and the word for it: empty when it must not be told, and be refused.</summary>
    public static TheoryData<string, string?, string, string> Steps => new()
    {
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles","clusterrolebindings"],"verbs":["bind","create"]}""", null, $"POST {Rbac}/clusterrolebindings?dryRun=All {Admins}", "bind" },
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles","clusterrolebindings"],"verbs":["bind","create"]}""", null, $"POST {Rbac}/clusterrolebindings?dryRun=All {Admins}", "create-bindings" },
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterrolebindings","rolebindings"],"verbs":["create","update","patch"]}""", null, $"POST {Rbac}/clusterrolebindings?dryRun=All {Admins}", "" },
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"],"verbs":["bind"]}""", null, $"POST {Rbac}/clusterrolebindings?dryRun=All {Admins}", "" },
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles","rolebindings"],"verbs":["bind","create"]}""", "open", $"POST {Rbac}/namespaces/open/rolebindings?dryRun=All {Admins}", "bind" },
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles","clusterrolebindings"],"verbs":["bind","create"]}""", "open", $"POST {Rbac}/clusterrolebindings?dryRun=All {Admins}", "" },

        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"],"verbs":["escalate","patch"]}""", null, $"PATCH {Rbac}/clusterroles/eve?dryRun=All {Ephemeral}", "escalate" },
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"],"verbs":["escalate","patch"],"resourceNames":["eve"]}""", null, $"PATCH {Rbac}/clusterroles/eve?dryRun=All {Ephemeral}", "escalate" },
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"],"verbs":["patch"]}""", null, $"PATCH {Rbac}/clusterroles/eve?dryRun=All {Ephemeral}", "" },
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"],"verbs":["escalate"]}""", null, $"PATCH {Rbac}/clusterroles/eve?dryRun=All {Ephemeral}", "" },
        { """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles"],"verbs":["escalate","patch"]}""", "open", $"PATCH {Rbac}/namespaces/open/roles/eve?dryRun=All {Ephemeral}", "escalate" },

        { """{"apiGroups":[""],"resources":["users"],"verbs":["impersonate"]}""", null, $"POST /apis/authentication.k8s.io/v1/selfsubjectreviews {Myself} alice", "impersonate" },
        { """{"apiGroups":[""],"resources":["groups"],"verbs":["impersonate"]}""", null, $"POST /apis/authentication.k8s.io/v1/selfsubjectreviews {Myself} somebody oncall", "" },
        { """{"apiGroups":[""],"resources":["users","groups"],"verbs":["impersonate"],"resourceNames":["somebody","oncall"]}""", null, $"POST /apis/authentication.k8s.io/v1/selfsubjectreviews {Myself} somebody oncall", "impersonate" },
        { """{"apiGroups":[""],"resources":["users"],"verbs":["impersonate"]}""", "open", $"POST /apis/authentication.k8s.io/v1/selfsubjectreviews {Myself} alice", "" },
        { """{"apiGroups":[""],"resources":["serviceaccounts"],"verbs":["impersonate"]}""", "open", $"POST /apis/authentication.k8s.io/v1/selfsubjectreviews {Myself} system:serviceaccount:open:debugger", "impersonate" },

        { """{"apiGroups":["*"],"resources":["users","pods/ephemeralcontainers"],"verbs":["impersonate:user-info","impersonate-on:user-info:patch"]}""", null, $"PATCH /api/v1/namespaces/open/pods/web/ephemeralcontainers?dryRun=All {Container} alice", "impersonate" },
        // As bob: the server remembers for seconds that eve could do the same as alice.
        { """{"apiGroups":["authentication.k8s.io"],"resources":["users"],"verbs":["impersonate:user-info"]}""", null, $"PATCH /api/v1/namespaces/open/pods/web/ephemeralcontainers?dryRun=All {Container} bob", "" },
        { """{"apiGroups":["*"],"resources":["serviceaccounts","pods/ephemeralcontainers"],"verbs":["impersonate:serviceaccount","impersonate-on:serviceaccount:patch"]}""", "open", $"PATCH /api/v1/namespaces/open/pods/web/ephemeralcontainers?dryRun=All {Container} system:serviceaccount:open:debugger", "impersonate" },
        { """{"apiGroups":["*"],"resources":["users","groups","pods/ephemeralcontainers"],"verbs":["impersonate:user-info","impersonate-on:user-info:patch"],"resourceNames":["somebody","system:masters","web"]}""", null, $"PATCH /api/v1/namespaces/open/pods/web/ephemeralcontainers?dryRun=All {Container} somebody system:masters", "" },

        { """{"apiGroups":[""],"resources":["serviceaccounts/token"],"verbs":["create"],"resourceNames":["debugger"]}""", "open", """POST /api/v1/namespaces/open/serviceaccounts/debugger/token?dryRun=All {"spec":{"audiences":[]}}""", "token" },
        { """{"apiGroups":[""],"resources":["serviceaccounts/token"],"verbs":["create"],"resourceNames":["harmless"]}""", "open", """POST /api/v1/namespaces/open/serviceaccounts/debugger/token?dryRun=All {"spec":{"audiences":[]}}""", "" },
    };

    [SkippableTheory]
    [MemberData(nameof(Steps))]
    public async Task Step_ToldOrNot_IsWhatTheServerLetsHappen(string rule, string? ns, string step, string how)
    {
        var cluster = await clusters.GetAsync(ClusterPool.Real);
        using var admin = cluster.Admin();
        var version = (string)(await admin.GetAsync("/version", CancellationToken.None))["minor"]!;
        Skip.If(rule.Contains("impersonate-on", StringComparison.Ordinal) && int.Parse(version.TrimEnd('+')) < 36, $"constrained impersonation came with 1.36, this is 1.{version}");
        var scope = ns is null ? "" : $"/namespaces/{ns}";
        var (roles, bindings, kind) = ns is null ? ("clusterroles", "clusterrolebindings", "ClusterRole") : ("roles", "rolebindings", "Role");
        await DeleteAsync(admin, scope, bindings, roles);
        try
        {
            await CreateAsync(admin, $"{Rbac}{scope}/{roles}", $$"""{"metadata":{"name":"eve"},"rules":[{{rule}}]}""");
            await CreateAsync(admin, $"{Rbac}{scope}/{bindings}", $$"""{"metadata":{"name":"eve"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"{{kind}}","name":"eve"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"eve"}]}""");
            var run = await ScannerRun.AsAsync(cluster, TestUsers.Admin, "rbac", "--subject", "User:eve", "-o", "json", "--fail-on", "none");
            var told = run.Json.GetProperty("rbac").GetProperty("escalations").EnumerateArray().Select(e => e.GetProperty("how").GetString()).ToList();
            if (how.Length > 0)
                Assert.Contains(how, told);
            else
                Assert.Empty(told);
            // The authorizer hears of a new binding a moment after it is stored; of a right that is never given it goes on hearing nothing.
            Assert.Equal(how.Length > 0 ? 2 : 4, await TakeAsync(cluster, step, patient: how.Length > 0) / 100);
        }
        finally
        {
            await DeleteAsync(admin, scope, bindings, roles);
        }
    }

    /// <summary><c>METHOD PATH BODY [USER [GROUP]]</c>, as eve.</summary>
    private static async Task<int> TakeAsync(TestCluster cluster, string step, bool patient)
    {
        using var eve = new AdminClient(cluster.Url, cluster.CertificateAuthorityPem, TestUsers.Eve.Token);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var end = step.LastIndexOf('}') + 1;
        var start = step.IndexOf('{', StringComparison.Ordinal);
        var call = step[..start].Trim().Split(' ');
        var identity = step[end..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        while (true)
        {
            using var request = new HttpRequestMessage(new HttpMethod(call[0]), call[1]);
            var type = call[0] == "PATCH" ? call[1].Contains("/pods/", StringComparison.Ordinal) ? "application/strategic-merge-patch+json" : Merge : "application/json";
            request.Content = new StringContent(step[start..end], Encoding.UTF8, new MediaTypeHeaderValue(type));
            if (identity.Length > 0)
                request.Headers.Add("Impersonate-User", identity[0]);
            if (identity.Length > 1)
                request.Headers.Add("Impersonate-Group", identity[1]);
            using var response = await eve.Http.SendAsync(request, limit.Token);
            if (response.IsSuccessStatusCode || !patient)
                return (int)response.StatusCode;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    private static Task CreateAsync(AdminClient admin, string path, string body) =>
        admin.SendAsync(HttpMethod.Post, path, JsonNode.Parse(body), "application/json", CancellationToken.None);

    private static async Task DeleteAsync(AdminClient admin, string scope, params string[] resources)
    {
        foreach (var resource in resources)
            using (await admin.Http.DeleteAsync($"{Rbac}{scope}/{resource}/eve")) { }
    }
}
