using System.Security.Cryptography;
using System.Text;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>Every way to get a kubeconfig wrong, and the one line that says so. FILE stands for the kubeconfig, DIR for its folder.</summary>
public sealed class BrokenKubeconfigTests : IDisposable
{
    private const string Server = "server: https://a.example";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>As for kubectl.</summary>
    [Fact]
    public void Load_BytesThatAreNoUtf8_AreRefused()
    {
        var path = _folder.PathOf("latin1");
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(TestEnvironment.Kubeconfig("server: https://a", "token: t\nas: jürgen")));
        var problem = Assert.Throws<ConnectionConfigurationException>(
            () => KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = "latin1" }, TestEnvironment.In(_folder)));
        Assert.Equal($"{path}: not valid YAML: it is not written in UTF-8", problem.Message);
    }

    /// <summary>As for kubectl: a shell of Windows writes such files.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_Utf16WithAMark_IsRead(bool bigEndian)
    {
        var encoding = new System.Text.UnicodeEncoding(bigEndian, byteOrderMark: true);
        File.WriteAllText(_folder.PathOf("utf16"), TestEnvironment.Kubeconfig("server: https://a", "token: t\nas: jürgen"), encoding);
        Assert.Equal("jürgen", KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = "utf16" }, TestEnvironment.In(_folder)).Impersonation!.User);
    }

    [Theory]
    [InlineData("", "FILE: the kubeconfig is empty")]
    [InlineData("# nothing\n", "FILE: the kubeconfig is empty")]
    [InlineData("just words", "FILE:1: not a kubeconfig: a mapping with clusters, contexts and users is expected")]
    [InlineData("- a\n- b", "FILE:1: not a kubeconfig: a mapping with clusters, contexts and users is expected")]
    [InlineData("apiVersion: v1\nkind: Pod", "FILE:2: not a kubeconfig: kind is Pod, not Config")]
    [InlineData("apiVersion: v2\nkind: Config", "FILE:1: not a kubeconfig: apiVersion is v2, not v1")]
    [InlineData("kind: Config\nclusters:\n  - name: a\n bad", "FILE:4: not valid YAML: *")]
    [InlineData("clusters: [{name: a}]\nclusters: 7", "FILE:2: kubeconfig: clusters must be a list of mappings")]
    [InlineData("a: \"unclosed", "FILE:1: not valid YAML: *")]
    [InlineData("clusters: 7", "FILE:1: kubeconfig: clusters must be a list of mappings")]
    [InlineData("users:\n- 7", "FILE:2: kubeconfig: users must be a list of mappings")]
    [InlineData("users:\n- user: {}", "FILE: no current-context is set; choose one with --context (there are no contexts)")]
    [InlineData("users:\n- user: {}\n- user: {}", "FILE:3: the user without a name stands twice in users; remove one of them")]
    [InlineData(
        "contexts:\n- context: {cluster: gone}\n- {name: x}", "FILE:2: the context without a name: cluster \"gone\" is not defined (there are no clusters)")]
    [InlineData(
        "current-context: y\ncontexts:\n- {name: x}\n- context: {}",
        "FILE:1: current-context \"y\" is not defined (contexts: one without a name, x)")]
    [InlineData("users:\n- {name: a}\n- {name: a}", "FILE:3: user \"a\" stands twice in users; remove one of them")]
    [InlineData("contexts:\n- {name: x}", "FILE: no current-context is set; choose one with --context (contexts: x)")]
    [InlineData("clusters:\n- {name: x}", "FILE: no current-context is set; choose one with --context (there are no contexts)")]
    [InlineData("\ncurrent-context: y\ncontexts:\n- {name: x}", "FILE:2: current-context \"y\" is not defined (contexts: x)")]
    [InlineData("current-context: x\ncontexts:\n- {name: x}", "FILE:3: context \"x\": no cluster is set")]
    [InlineData("current-context: [x]", "FILE:1: kubeconfig: current-context must be a text")]
    [InlineData(
        "current-context: x\ncontexts:\n- name: x\n  context:\n    cluster: gone\nclusters:\n- {name: b}\n- {name: a}",
        "FILE:5: context \"x\": cluster \"gone\" is not defined (clusters: a, b)")]
    [InlineData(
        "current-context: x\ncontexts:\n- name: x\n  context:\n    cluster: c\n    user: gone\nclusters:\n- {name: c, cluster: {server: 'https://a'}}",
        "FILE:6: context \"x\": user \"gone\" is not defined (there are no users)")]
    public void Load_WholeFile_SaysWhatIsWrong(string text, string expected) => Check(text, expected);

    [Theory]
    [InlineData("tls-server-name: x", "FILE:10: cluster \"c\": no server is set; set it to the API server's https address")]
    [InlineData("server: 'https://'", "FILE:10: cluster \"c\": server https:// is not a URL such as https://10.0.0.1:6443")]
    [InlineData("server: 'https://a b'", "FILE:10: cluster \"c\": server https://a b is not a URL such as https://10.0.0.1:6443")]
    [InlineData("server: 'ftp://a'", "FILE:10: cluster \"c\": server has the scheme ftp; https is expected")]
    [InlineData(
        "server: 'https://me:secret@a'",
        "FILE:10: cluster \"c\": server holds a user name or password; put them into the user instead")]
    [InlineData("server: {a: b}", "FILE:10: cluster \"c\": server must be a text")]
    [InlineData(Server + "\ninsecure-skip-tls-verify: maybe", "FILE:11: cluster \"c\": insecure-skip-tls-verify must be true or false")]
    [InlineData(Server + "\nproxy-url: 'ftp://p'", "FILE:11: cluster \"c\": proxy-url has the scheme ftp; http, https and socks5 are supported")]
    [InlineData(Server + "\nproxy-url: nowhere", "FILE:11: cluster \"c\": proxy-url is not a URL such as http://proxy:3128")]
    [InlineData(Server + "\ncertificate-authority-data: '!'", "FILE:11: cluster \"c\": certificate-authority-data is not valid base64")]
    [InlineData(Server + "\ncertificate-authority-data: bm90aGluZw==", "FILE:11: certificate-authority-data of cluster \"c\" holds no PEM certificate")]
    [InlineData(Server + "\ncertificate-authority: ca", "FILE:11: cluster \"c\": certificate-authority DIR/ca does not exist")]
    [InlineData(Server + "\ncertificate-authority: .", "FILE:11: cluster \"c\": certificate-authority DIR is a directory, not a file")]
    [InlineData(Server + "\ncertificate-authority: config", "FILE:11: certificate-authority DIR/config of cluster \"c\" holds no PEM certificate")]
    [InlineData(
        Server + "\ncertificate-authority: ca\ncertificate-authority-data: YQ==",
        "FILE:11: cluster \"c\": certificate-authority and certificate-authority-data are both set; keep one of them")]
    [InlineData(
        Server + "\ninsecure-skip-tls-verify: true\ncertificate-authority-data: YQ==",
        "FILE:12: cluster \"c\": certificate-authority-data and insecure-skip-tls-verify are both set; remove one of them")]
    public void Load_Cluster_SaysWhatIsWrong(string cluster, string expected) => Check(TestEnvironment.Kubeconfig(cluster, "token: t"), expected);

    [Theory]
    [InlineData(
        "token: 'a b'",
        "FILE:14: user \"u\": token cannot be sent in a header (it holds a blank, a line break or a strange character)")]
    [InlineData("token: t\nusername: me", "FILE:14: user \"u\": token and username are both set; keep one of them")]
    [InlineData("password: p", "FILE:14: user \"u\": password is set without username")]
    [InlineData("username: a:b", "FILE:14: user \"u\": username may not hold a colon")]
    [InlineData("tokenFile: t", "FILE:14: token file DIR/t does not exist")]
    [InlineData("tokenFile: empty", "FILE:14: token file DIR/empty is empty")]
    [InlineData(
        "tokenFile: config",
        "FILE:14: token file DIR/config holds something else than one token (a blank, a line break or a strange character)")]
    [InlineData(
        "auth-provider: {name: gcp}",
        "FILE:14: user \"u\": auth-provider gcp was removed from Kubernetes clients in 1.26; use gke-gcloud-auth-plugin")]
    [InlineData(
        "auth-provider: {name: oidc}",
        "FILE:14: user \"u\": auth-provider oidc has no idp-issuer-url in its config")]
    [InlineData(
        "auth-provider: {name: azure}",
        "FILE:14: user \"u\": auth-provider azure was removed from Kubernetes clients in 1.26; use kubelogin (kubelogin convert-kubeconfig)")]
    [InlineData("auth-provider: {name: vault}", "FILE:14: user \"u\": auth-provider vault is not known to Kubernetes clients; use an exec plugin")]
    [InlineData("auth-provider: {config: {a: b}}", "FILE:14: user \"u\": auth-provider has no name; oidc is the only one that is known")]
    [InlineData(
        "client-certificate-data: YQ==",
        "FILE:14: user \"u\": client-certificate-data is set without its key; set client-key or client-key-data")]
    [InlineData(
        "client-key: k", "FILE:14: user \"u\": client-key is set without a client certificate; set client-certificate or client-certificate-data")]
    [InlineData("client-certificate: cert\nclient-key: gone", "FILE:15: user \"u\": client-key DIR/gone does not exist")]
    [InlineData(
        "client-certificate: empty\nclient-key: key",
        "FILE:14: client-certificate DIR/empty of user \"u\" holds no PEM certificate")]
    [InlineData(
        "client-certificate: badcert\nclient-key: key",
        "FILE:14: client-certificate DIR/badcert of user \"u\" holds a certificate that cannot be parsed")]
    [InlineData("client-certificate: cert\nclient-key: empty", "FILE:15: client-key DIR/empty of user \"u\" holds no PEM private key")]
    [InlineData(
        "client-certificate: cert\nclient-key: badkey",
        "FILE:15: client-key DIR/badkey of user \"u\" cannot be used: it is neither an RSA nor an EC key in PKCS#1, PKCS#8 or SEC1 form")]
    [InlineData(
        "client-certificate: cert\nclient-key: otherkey",
        "FILE:15: client-key DIR/otherkey of user \"u\" does not belong to the client certificate (CN=me)")]
    [InlineData(
        "client-certificate: cert\nclient-key: locked",
        "FILE:15: client-key DIR/locked of user \"u\" is encrypted with a password; store it without one (openssl pkey -in KEY -out NEW)")]
    [InlineData(
        "client-certificate: cert\nclient-key: oldlocked",
        "FILE:15: client-key DIR/oldlocked of user \"u\" is encrypted with a password; store it without one (openssl pkey -in KEY -out NEW)")]
    [InlineData(
        "as-groups: [a]",
        "FILE:14: user \"u\": as-groups, as-uid and as-user-extra need as: they are impersonated together with a user")]
    [InlineData("as: \"a\\nb\"", "FILE:14: user \"u\": as holds a character that no header can hold")]
    public void Load_User_SaysWhatIsWrong(string user, string expected)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = RSA.Create(2048);
        _folder.Write("empty", "\n");
        _folder.Write("cert", TestAuthority.Create().Client("me", key));
        _folder.Write("badcert", "-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n");
        _folder.Write("key", key.ExportPkcs8PrivateKeyPem());
        _folder.Write("otherkey", other.ExportRSAPrivateKeyPem());
        _folder.Write("badkey", "-----BEGIN PRIVATE KEY-----\nYWJj\n-----END PRIVATE KEY-----\n");
        _folder.Write("locked", key.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)));
        _folder.Write("oldlocked", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nYWJj\n-----END RSA PRIVATE KEY-----\n");
        Check(TestEnvironment.Kubeconfig(Server, user), expected);
    }

    [Theory]
    [InlineData("{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}", "FILE:14: user \"u\": exec has no command")]
    [InlineData("{command: c}", "FILE:14: user \"u\": exec has no apiVersion; set it to client.authentication.k8s.io/v1")]
    [InlineData(
        "{command: c, apiVersion: client.authentication.k8s.io/v1alpha1}",
        "FILE:14: user \"u\": apiVersion client.authentication.k8s.io/v1alpha1 was removed in Kubernetes 1.24; update the plugin and set client.authentication.k8s.io/v1")]
    [InlineData(
        "{command: c, apiVersion: v1}",
        "FILE:14: user \"u\": apiVersion v1 is not known; client.authentication.k8s.io/v1 and client.authentication.k8s.io/v1beta1 are")]
    [InlineData(
        "{command: c, apiVersion: client.authentication.k8s.io/v1}",
        "FILE:14: user \"u\": exec has no interactiveMode; v1 requires one of Never, IfAvailable and Always")]
    [InlineData(
        "{command: c, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Often}",
        "FILE:14: user \"u\": interactiveMode Often is not one of Never, IfAvailable and Always")]
    [InlineData(
        "{command: c, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, env: [{value: x}]}",
        "FILE:14: user \"u\": a variable in env of exec has no name")]
    [InlineData(
        "{command: c, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, args: x}",
        "FILE:14: user \"u\": args must be a list of texts")]
    public void Load_Exec_SaysWhatIsWrong(string exec, string expected) => Check(TestEnvironment.Kubeconfig(Server, "exec: " + exec), expected);

    [Fact]
    public void Load_FileAbsent_SaysSo()
    {
        var options = new ConnectionOptions { Kubeconfig = "absent" };
        var problem = Assert.Throws<ConnectionConfigurationException>(() => KubeconfigLoader.Load(options, TestEnvironment.In(_folder)));
        Assert.Equal($"{_folder.PathOf("absent")}: does not exist", problem.Message);
    }

    [Fact]
    public void Load_FileIsADirectory_SaysSo()
    {
        var options = new ConnectionOptions { Kubeconfig = "." };
        var problem = Assert.Throws<ConnectionConfigurationException>(() => KubeconfigLoader.Load(options, TestEnvironment.In(_folder)));
        Assert.Equal($"{_folder.Root}: is a directory, not a file", problem.Message);
    }

    [Fact]
    public void Load_UnknownContextAsked_ListsWhatExists()
    {
        var options = new ConnectionOptions { Context = "prod" };
        Check(TestEnvironment.Kubeconfig(Server, "token: t"), "FILE: there is no context \"prod\" (--context; contexts: dev)", options);
    }

    [Fact]
    public void Load_ProblemInAFile_CarriesFileAndLine()
    {
        var problem = Problem(TestEnvironment.Kubeconfig("server: 'ftp://a'", "token: t"));
        Assert.Equal((_folder.PathOf("config"), 10), (problem.File, problem.Line));
    }

    [Fact]
    public void Load_TokenInABrokenUser_IsNotQuoted()
    {
        var text = new StringBuilder(TestEnvironment.Kubeconfig(Server, "token: 's3 cret'\nusername: me"));
        Assert.DoesNotContain("cret", Problem(text.ToString()).ToString());
    }

    private ConnectionConfigurationException Problem(string text, ConnectionOptions? options = null) =>
        Assert.Throws<ConnectionConfigurationException>(() => TestEnvironment.Load(_folder, text, options: options));

    private void Check(string text, string expected, ConnectionOptions? options = null)
    {
        var message = Problem(text, options).Message;
        // The folder's random name may hold the words that are replaced.
        expected = expected.Replace("DIR", "\0").Replace("FILE", _folder.PathOf("config")).Replace("\0", _folder.Root);
        Assert.DoesNotContain('\n', message);
        if (expected.EndsWith('*'))
            Assert.StartsWith(expected[..^1], message);
        else
            Assert.Equal(expected, message);
    }
}
