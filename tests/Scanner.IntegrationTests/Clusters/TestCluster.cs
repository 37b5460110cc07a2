using Scanner.Simulator;

namespace Scanner.IntegrationTests.Clusters;

/// <summary>A cluster that holds the sample scenario, simulated or real.</summary>
/// <param name="Simulator">Null for a real server.</param>
/// <param name="AdmissionPolicies">The server enforces ValidatingAdmissionPolicy.</param>
internal sealed record TestCluster(Uri Url, string CertificateAuthorityPem, bool AdmissionPolicies, SimulatedApiServer? Simulator)
{
    public string Kubeconfig(TestUser user) => $"""
        apiVersion: v1
        kind: Config
        clusters: [{"{"}name: test, cluster: {"{"}server: "{Url.GetLeftPart(UriPartial.Authority)}", certificate-authority-data: {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(CertificateAuthorityPem))}{"}"}{"}"}]
        users: [{"{"}name: {user.Name}, user: {"{"}token: {user.Token}{"}"}{"}"}]
        contexts: [{"{"}name: test, context: {"{"}cluster: test, user: {user.Name}{"}"}{"}"}]
        current-context: test
        """;

    public AdminClient Admin() => new(Url, CertificateAuthorityPem, TestUsers.Admin.Token);

    /// <summary>The resource version of every pod: no probe may change one.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PodVersionsAsync(CancellationToken cancellationToken)
    {
        using var admin = Admin();
        var pods = await admin.GetAsync("/api/v1/pods", cancellationToken);
        return pods["items"]!.AsArray().Select(p => p!["metadata"]!).ToDictionary(
            m => $"{m["namespace"]}/{m["name"]}",
            m => m["resourceVersion"]!.GetValue<string>());
    }
}
