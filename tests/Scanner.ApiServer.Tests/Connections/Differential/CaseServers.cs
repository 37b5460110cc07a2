using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>The servers that rows name: what each shows for certificates, and the files that go with it.</summary>
internal static class CaseServers
{
    private static readonly TestCertificateOptions s_plain = new();
    private static readonly TestCertificateOptions s_noIds = s_plain with { HasKeyIdentifier = false, Hint = AuthorityHint.None };

    private static readonly Dictionary<string, Lazy<Shown>> s_servers = new()
    {
        ["plain"] = new(() => new Shown(Authority!.Server(["127.0.0.1", "localhost", "api.example.org", "kubernetes"]), [], [])),
        ["rotated"] = new(Rotated),
        ["between"] = new(Between),
        ["cross-signed"] = new(CrossSigned),
        ["renewed"] = new(Renewed),
        ["without-names"] = new(() => Below(TestIssuer.Root("ca"), new TestCertificateOptions { Hosts = ["someone@example.org"] })),
        ["for-clients"] = new(() => Below(TestIssuer.Root("ca"), s_plain with { Usages = ["1.3.6.1.5.5.7.3.2"] })),
        ["expired"] = new(() => Below(TestIssuer.Root("ca"), s_plain with { ToDay = -1 })),
        ["wildcard"] = new(() => Below(TestIssuer.Root("ca"), s_plain with { Hosts = ["*.example.org"] })),
    };

    public static TestAuthority Authority { get; } = TestAuthority.Create();

    public static TestServer Start(KubeconfigCase row) => row.Serves == "http"
        ? TestServer.Start(certificate: null)
        : TestServer.Start(
            s_servers[row.Serves].Value.Leaf,
            request => TestIssuerAnswers.To(request) ?? "200 OK",
            more: s_servers[row.Serves].Value.More);

    public static IEnumerable<KeyValuePair<string, string>> Files(string serves) => serves == "http" ? [] : s_servers[serves].Value.Files;

    private static Shown Rotated()
    {
        var (old, renewed) = (TestIssuer.Root("ca", s_noIds), TestIssuer.Root("ca", s_noIds));
        return new Shown(renewed.Server(s_noIds), [], new Dictionary<string, string>
        {
            ["old.crt"] = old.Pem, ["new.crt"] = renewed.Pem, ["old-new.crt"] = old.Pem + renewed.Pem, ["new-old.crt"] = renewed.Pem + old.Pem,
        });
    }

    private static Shown Between()
    {
        var root = TestIssuer.Root("ca");
        var between = root.Sign("between");
        return new Shown(between.Server(), [between.Certificate], new Dictionary<string, string> { ["root.crt"] = root.Pem, ["between.crt"] = between.Pem });
    }

    private static Shown CrossSigned()
    {
        var (old, next) = (TestIssuer.Root("old"), TestIssuer.Root("next"));
        var bridge = old.Sign("next", key: next.Key);
        return new Shown(next.Server(), [bridge.Certificate], new Dictionary<string, string> { ["old.crt"] = old.Pem, ["next.crt"] = next.Pem });
    }

    private static Shown Renewed()
    {
        var old = TestIssuer.Root("ca", s_plain with { ToDay = -1 });
        var renewed = TestIssuer.Root("ca", s_plain, old.Key);
        return new Shown(old.Server(s_plain with { Hint = AuthorityHint.KeyNameAndSerial }), [], new Dictionary<string, string>
        {
            ["old.crt"] = old.Pem, ["renewed.crt"] = renewed.Pem, ["both.crt"] = old.Pem + renewed.Pem,
        });
    }

    private static Shown Below(TestIssuer authority, TestCertificateOptions leaf) =>
        new(authority.Server(leaf), [], new Dictionary<string, string> { ["root.crt"] = authority.Pem });

    private sealed record Shown(X509Certificate2 Leaf, X509Certificate2Collection More, Dictionary<string, string> Files);
}
