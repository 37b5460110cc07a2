using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class KubeconfigLoaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_FlagFile_ReadsTheCurrentContext()
    {
        var ca = TestAuthority.Create();
        var connection = TestEnvironment.Load(_folder, TestEnvironment.Kubeconfig(
            $"""
            server: https://10.0.0.1:6443/k8s/clusters/c-1/
            certificate-authority-data: {Base64(ca.Pem)}
            tls-server-name: kubernetes
            proxy-url: socks5://proxy:1080
            disable-compression: true
            """,
            "token: t1"));

        Assert.Equal("https://10.0.0.1:6443/k8s/clusters/c-1", connection.Server.ToString());
        Assert.Equal("dev", connection.ContextName);
        Assert.Equal("c", connection.ClusterName);
        Assert.Equal("team", connection.Namespace);
        Assert.Equal(ca.Certificate.Thumbprint, Assert.Single(connection.CertificateAuthorities!).Thumbprint);
        Assert.Equal("certificate-authority-data of cluster \"c\"", connection.CertificateAuthorityOrigin);
        Assert.Equal("kubernetes", connection.TlsServerName);
        Assert.Equal(new Uri("socks5://proxy:1080"), connection.Proxy);
        Assert.True(connection.DisableCompression);
        Assert.False(connection.InsecureSkipTlsVerify);
        Assert.Null(connection.Impersonation);
        Assert.Equal("Bearer t1", (await connection.Credentials.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Load_Json_IsReadToo()
    {
        var connection = TestEnvironment.Load(_folder, """
            {"kind": "Config", "apiVersion": "v1", "current-context": "x",
             "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
             "clusters": [{"name": "c", "cluster": {"server": "https://a.example", "insecure-skip-tls-verify": true}}],
             "users": [{"name": "u", "user": {"username": "me", "password": "null"}}]}
            """);
        Assert.True(connection.InsecureSkipTlsVerify);
        Assert.Equal("Basic bWU6bnVsbA==", (await connection.Credentials.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Load_AnchorsAndMergeKeys_AreResolved()
    {
        var connection = TestEnvironment.Load(_folder, """
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: b}}]
            clusters: [{name: c, cluster: {server: "https://a.example"}}]
            users:
            - {name: a, user: &shared {token: t1, as: alice}}
            - {name: b, user: {<<: *shared, as: bob}}
            """);
        Assert.Equal("Bearer t1", (await connection.Credentials.GetAsync(default)).Authorization);
        Assert.Equal("bob", connection.Impersonation!.User);
    }

    [Theory]
    [InlineData("10.0.0.1:8080", "", "http://10.0.0.1:8080/")]
    [InlineData("10.0.0.1:6443", "\ninsecure-skip-tls-verify: true", "https://10.0.0.1:6443/")]
    [InlineData("HTTPS://Host.Example", "", "https://host.example/")]
    [InlineData("https://[fd00::1]:6443", "", "https://[fd00::1]:6443/")]
    public void Load_ServerForms_AreReadAsKubectlDoes(string server, string more, string expected) =>
        Assert.Equal(expected, TestEnvironment.Load(_folder, TestEnvironment.Kubeconfig($"server: \"{server}\"{more}", "token: t")).Server.AbsoluteUri);

    [Fact]
    public void Load_ContextFlag_WinsOverTheCurrentContext()
    {
        _folder.Write("config", TwoContexts);
        var options = new ConnectionOptions { Kubeconfig = "config", Context = "two" };
        var connection = KubeconfigLoader.Load(options, TestEnvironment.In(_folder));
        Assert.Equal(("two", "https://two.example/"), (connection.ContextName, connection.Server.AbsoluteUri));
    }

    [Fact]
    public void Load_ContextWithoutUser_IsAnonymous()
    {
        _folder.Write("config", TwoContexts);
        var connection = KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = "config" }, TestEnvironment.In(_folder));
        Assert.Same(StaticCredentialSource.Anonymous, connection.Credentials);
    }

    [Fact]
    public async Task Load_SeveralFiles_TheFirstWinsAndPathsAreRelativeToTheirOwn()
    {
        _folder.Write("first/a", """
            contexts:
            - {name: x, context: {cluster: c, user: u}}
            clusters:
            - {name: c, cluster: {server: "https://first.example"}}
            """);
        _folder.Write("second/b", """
            current-context: x
            clusters:
            - {name: c, cluster: {server: "https://second.example", insecure-skip-tls-verify: true}}
            users:
            - {name: u, user: {tokenFile: tokens/t}}
            """);
        _folder.Write("second/tokens/t", "from second\n".Replace(' ', '-'));
        _folder.Write("third", "current-context: y");
        _folder.Write("empty", "");
        var environment = TestEnvironment.In(_folder, ("KUBECONFIG", $"{_folder.PathOf("absent")}::first/a:empty:{_folder.PathOf("second/b")}:third"));

        var connection = KubeconfigLoader.Load(new ConnectionOptions(), environment);
        Assert.Equal("x", connection.ContextName);
        Assert.Equal("https://first.example/", connection.Server.AbsoluteUri);
        Assert.False(connection.InsecureSkipTlsVerify); // the second file's entry counts for nothing
        Assert.Equal("Bearer from-second", (await connection.Credentials.GetAsync(default)).Authorization);
    }

    [Fact]
    public void Load_FlagGiven_TheVariableIsNotRead()
    {
        _folder.Write("broken", "}{");
        var environment = TestEnvironment.In(_folder, ("KUBECONFIG", _folder.PathOf("broken")));
        Assert.Equal("dev", TestEnvironment.Load(_folder, TestEnvironment.Kubeconfig("server: https://a", "token: t"), environment).ContextName);
    }

    [Fact]
    public void Load_NothingGiven_ReadsTheHomeDirectory()
    {
        _folder.Write("home/.kube/config", TwoContexts);
        Assert.Equal("one", KubeconfigLoader.Load(new ConnectionOptions(), TestEnvironment.In(_folder)).ContextName);
    }

    [Fact]
    public void Load_NothingAnywhere_SaysWhereItLooked()
    {
        var problem = Assert.Throws<ConnectionConfigurationException>(() => KubeconfigLoader.Load(new ConnectionOptions(), TestEnvironment.In(_folder)));
        Assert.Equal(
            $"no cluster is configured: there is no kubeconfig {_folder.PathOf("home/.kube/config")} (the default), and this is not a pod; give --kubeconfig",
            problem.Message);
    }

    [Fact]
    public void Load_AllFilesOfTheVariableAbsent_NamesThem()
    {
        var environment = TestEnvironment.In(_folder, ("KUBECONFIG", "/absent/a:/absent/b"));
        var problem = Assert.Throws<ConnectionConfigurationException>(() => KubeconfigLoader.Load(new ConnectionOptions(), environment));
        Assert.Equal(
            "no cluster is configured: none of the kubeconfigs /absent/a, /absent/b (KUBECONFIG) exists, and this is not a pod; give --kubeconfig",
            problem.Message);
    }

    [Fact]
    public void Load_RequestTimeout_IsPassedOn()
    {
        var options = new ConnectionOptions { RequestTimeout = TimeSpan.FromSeconds(7) };
        Assert.Equal(options.RequestTimeout, TestEnvironment.Load(_folder, TwoContexts, options: options).RequestTimeout);
    }

    [Fact]
    public void Load_ImpersonationInTheFile_IsRead()
    {
        var who = TestEnvironment.Load(_folder, TestEnvironment.Kubeconfig(
            "server: https://a", "as: alice\nas-uid: 7\nas-groups: [dev, ops]\nas-user-extra: {scopes: [a, b]}")).Impersonation!;
        Assert.Equal(("alice", "7"), (who.User, who.Uid));
        Assert.Equal("dev ops", string.Join(' ', who.Groups));
        Assert.Equal("a b", string.Join(' ', who.Extra["scopes"]));
    }

    [Fact]
    public void Load_ImpersonationFlags_WinOverTheFile()
    {
        var options = new ConnectionOptions { ImpersonateUser = "bob", ImpersonateGroups = ["qa"] };
        var text = TestEnvironment.Kubeconfig("server: https://a", "as: alice\nas-groups: [dev]");
        var who = TestEnvironment.Load(_folder, text, options: options).Impersonation!;
        Assert.Equal("bob", who.User);
        Assert.Equal("qa", Assert.Single(who.Groups));
    }

    [Fact]
    public void Load_GroupWithoutUser_IsRefused()
    {
        var options = new ConnectionOptions { ImpersonateGroups = ["qa"] };
        var problem = Assert.Throws<ConnectionConfigurationException>(() => TestEnvironment.Load(_folder, TwoContexts, options: options));
        Assert.Equal("--as-group needs --as: groups are impersonated together with a user", problem.Message);
    }

    [Theory]
    [InlineData("a\r\nX-Injected: 1")]
    [InlineData("a\uffffb")]
    public void Load_UserThatNoHeaderCanHold_IsRefused(string user)
    {
        var options = new ConnectionOptions { ImpersonateUser = user };
        var problem = Assert.Throws<ConnectionConfigurationException>(() => TestEnvironment.Load(_folder, TwoContexts, options: options));
        Assert.Equal("--as holds a character that no header can hold", problem.Message);
    }

    [Theory]
    [InlineData("token: t")]
    [InlineData("tokenFile: absent")]
    [InlineData("username: me")]
    [InlineData("client-certificate: absent\nclient-key: absent")]
    [InlineData("exec: {command: absent, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}")]
    [InlineData("auth-provider: {name: oidc, config: {idp-issuer-url: x, client-id: y}}")]
    public void Load_CredentialsForPlainHttp_StayUnusedWithOneLine(string user)
    {
        var connection = TestEnvironment.Load(_folder, TestEnvironment.Kubeconfig("server: http://a", user));
        Assert.Same(StaticCredentialSource.Anonymous, connection.Credentials);
        Assert.Equal(
            "cluster \"c\" is plain http, so the credentials of user \"u\" are not sent; give the server an https address if it needs them",
            connection.Notice);
    }

    [Theory]
    [InlineData("server: http://a", "as: alice")]
    [InlineData("server: http://a", "token: ''\nexec: null")]
    [InlineData("server: https://a", "token: t")]
    public void Load_NothingStaysUnused_SaysNothing(string server, string user) =>
        Assert.Null(TestEnvironment.Load(_folder, TestEnvironment.Kubeconfig(server, user)).Notice);

    [Fact]
    public void Load_MergeOfManyContexts_ListIsCut()
    {
        var contexts = string.Join('\n', Enumerable.Range(10, 25).Select(i => $"- {{name: c{i}, context: {{cluster: c}}}}"));
        var problem = Assert.Throws<ConnectionConfigurationException>(() => TestEnvironment.Load(_folder, "contexts:\n" + contexts));
        Assert.EndsWith("c28, c29 and 5 more)", problem.Message);
    }

    private const string TwoContexts = """
        current-context: one
        contexts:
        - {name: one, context: {cluster: one}}
        - {name: two, context: {cluster: two}}
        clusters:
        - {name: one, cluster: {server: "https://one.example"}}
        - {name: two, cluster: {server: "https://two.example"}}
        """;

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
