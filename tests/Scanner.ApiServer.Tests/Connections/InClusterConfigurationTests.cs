using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class InClusterConfigurationTests : IDisposable
{
    private static readonly TestAuthority Authority = TestAuthority.Create();
    private readonly TestFolder _folder = new();

    public InClusterConfigurationTests()
    {
        _folder.Write("serviceaccount/token", "t1\n");
        _folder.Write("serviceaccount/ca.crt", Authority.Pem);
        _folder.Write("serviceaccount/namespace", "scanner-system");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("10.96.0.1", "443", "https://10.96.0.1/")]
    [InlineData("fd00::1", "6443", "https://[fd00::1]:6443/")]
    [InlineData("[fd00::1]", "6443", "https://[fd00::1]:6443/")]
    [InlineData("kubernetes.default.svc", "443", "https://kubernetes.default.svc/")]
    public async Task Load_Pod_TakesItsServiceAccount(string host, string port, string server)
    {
        var connection = KubeconfigLoader.Load(new ConnectionOptions { ImpersonateUser = "alice" }, Pod(host, port));
        Assert.Equal(server, connection.Server.AbsoluteUri);
        Assert.Null(connection.ContextName);
        Assert.Equal("scanner-system", connection.Namespace);
        Assert.Equal(Authority.Certificate.Thumbprint, Assert.Single(connection.CertificateAuthorities!).Thumbprint);
        Assert.Equal("alice", connection.Impersonation!.User);
        Assert.Equal("Bearer t1", (await connection.Credentials.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Load_TokenRotates_IsReadAgainAfterAMinute()
    {
        var environment = Pod();
        var clock = (FakeTimeProvider)environment.Clock;
        var source = KubeconfigLoader.Load(new ConnectionOptions(), environment).Credentials;
        _folder.Write("serviceaccount/token", "t2");

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("Bearer t1", (await source.GetAsync(default)).Authorization);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Bearer t2", (await source.GetAsync(default)).Authorization);
    }

    [Fact]
    public void Load_NamespaceFileAbsent_IsNull()
    {
        File.Delete(_folder.PathOf("serviceaccount/namespace"));
        Assert.Null(KubeconfigLoader.Load(new ConnectionOptions(), Pod()).Namespace);
    }

    /// <summary>As for client-go, which logs it and goes on.</summary>
    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("", "holds no PEM certificate")]
    [InlineData("nothing", "holds no PEM certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "holds a certificate that cannot be parsed")]
    public void Load_AuthorityUnusable_TrustsTheSystemsAndNamesTheFile(string? text, string problem)
    {
        if (text is null)
            File.Delete(_folder.PathOf("serviceaccount/ca.crt"));
        else
            _folder.Write("serviceaccount/ca.crt", text);
        var connection = KubeconfigLoader.Load(new ConnectionOptions(), Pod());
        Assert.Equal(
            $"{_folder.PathOf("serviceaccount/ca.crt")}: {problem}, so only the system's certificate authorities are trusted", connection.Notice);
        Assert.Null(connection.CertificateAuthorities);
        Assert.Equal("the system's certificate authorities", connection.CertificateAuthorityOrigin);
        Assert.False(connection.InsecureSkipTlsVerify);
    }

    [Fact]
    public void Load_AuthorityGiven_IsReadInstead()
    {
        File.Delete(_folder.PathOf("serviceaccount/ca.crt"));
        _folder.Write("mine.crt", Authority.Pem);
        var connection = KubeconfigLoader.Load(new ConnectionOptions { CertificateAuthority = "mine.crt" }, Pod());
        Assert.Single(connection.CertificateAuthorities!);
        Assert.Null(connection.Notice);
        Assert.Equal(
            $"{_folder.PathOf("absent.crt")}: does not exist", Problem(new ConnectionOptions { CertificateAuthority = "absent.crt" }, Pod()));
    }

    [Fact]
    public void Load_AuthorityRotates_IsReadAgainAfterFiveMinutes()
    {
        var environment = Pod();
        var clock = (FakeTimeProvider)environment.Clock;
        var file = KubeconfigLoader.Load(new ConnectionOptions(), environment).CurrentAuthorities!;
        var next = TestAuthority.Create("next");
        _folder.Write("serviceaccount/ca.crt", next.Pem);
        clock.Advance(AuthorityFile.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal(Authority.Certificate.Thumbprint, Assert.Single(file()).Thumbprint);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(next.Certificate.Thumbprint, Assert.Single(file()).Thumbprint);
        _folder.Write("serviceaccount/ca.crt", "");
        clock.Advance(AuthorityFile.Lifetime);
        Assert.Equal(next.Certificate.Thumbprint, Assert.Single(file()).Thumbprint);
    }

    [Fact]
    public void Load_VerificationLeftOut_IsAsAsked()
    {
        var connection = KubeconfigLoader.Load(new ConnectionOptions { InsecureSkipTlsVerify = true, TlsServerName = "kubernetes", DisableCompression = true }, Pod());
        Assert.True(connection.InsecureSkipTlsVerify);
        Assert.Null(connection.CertificateAuthorities);
        Assert.Equal("kubernetes", connection.TlsServerName);
        Assert.True(connection.DisableCompression);
        Assert.StartsWith(
            "--certificate-authority and --insecure-skip-tls-verify are both set",
            Problem(new ConnectionOptions { InsecureSkipTlsVerify = true, CertificateAuthority = "x" }, Pod()));
    }

    [Theory]
    [InlineData("t2", null, "Bearer t2")]
    [InlineData(null, "me", "Basic bWU6cHc=")]
    public async Task Load_CredentialsGiven_StandInThePlaceOfThePods(string? token, string? name, string authorization)
    {
        var options = new ConnectionOptions { Token = token, Username = name, Password = name is null ? null : "pw" };
        Assert.Equal(authorization, (await KubeconfigLoader.Load(options, Pod()).Credentials.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Load_CertificateGiven_StandsInThePlaceOfThePodsToken()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        _folder.Write("me.crt", Authority.Client("me", key));
        _folder.Write("me.key", key.ExportPkcs8PrivateKeyPem());
        var options = new ConnectionOptions { ClientCertificate = "me.crt", ClientKey = "me.key" };
        var credential = await KubeconfigLoader.Load(options, Pod()).Credentials.GetAsync(default);
        Assert.Null(credential.Authorization);
        Assert.Equal("CN=me", credential.ClientCertificate!.Leaf.Subject);
    }

    [Theory]
    [InlineData("10.96.0.1", "tcp://10.96.0.1:443")]
    [InlineData("10.96.0.1", "443 ")]
    [InlineData("10.96.0.1", "-1")]
    [InlineData("10.96.0.1", "65536")]
    [InlineData("10.96.0.1", "443/base")]
    [InlineData("https://10.96.0.1", "443")]
    [InlineData("10.96.0.1:443", "443")]
    [InlineData("10.96.0.1 ", "443")]
    [InlineData(" ", "443")]
    [InlineData("10.96.1", "443")]
    [InlineData("me@10.96.0.1", "443")]
    [InlineData("a/b", "443")]
    [InlineData("fe80::1%eth0", "443")]
    [InlineData("fd00::1::2", "443")]
    public void Load_VariablesMakeNoAddress_SaysSo(string host, string port)
    {
        var problem = Problem(new ConnectionOptions(), Pod(host, port));
        Assert.StartsWith($"KUBERNETES_SERVICE_HOST {host.Trim()}", problem);
        Assert.Contains(" make no address (", problem, StringComparison.Ordinal);
        Assert.EndsWith("; the kubelet sets both in every pod, so look for what sets them anew", problem);
    }

    [Theory]
    [InlineData("", "443", "this pod's variable KUBERNETES_SERVICE_HOST is not set")]
    [InlineData("10.96.0.1", "", "this pod's variable KUBERNETES_SERVICE_PORT is not set")]
    [InlineData("", "", "this pod's variable KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT is not set")]
    public void Load_VariableMissing_NamesIt(string host, string port, string problem) => Assert.Equal(
        $"no cluster is configured: there is no kubeconfig {_folder.PathOf("home/.kube/config")} (the default), and {problem}; give --kubeconfig",
        Problem(new ConnectionOptions(), Pod(host, port)));

    [Fact]
    public void Load_NamespaceVariable_GoesBeforeTheFile() =>
        Assert.Equal("team", KubeconfigLoader.Load(new ConnectionOptions(), Pod(("POD_NAMESPACE", "team"))).Namespace);

    [Theory]
    [InlineData("\n  \n", "is empty")]
    [InlineData("a b", "holds something else than one token (a blank, a line break or a strange character)")]
    [InlineData("a\nb\n", "holds something else than one token (a blank, a line break or a strange character)")]
    public void Load_TokenUnusable_NamesTheFile(string text, string problem)
    {
        _folder.Write("serviceaccount/token", text);
        Assert.Equal($"token file {_folder.PathOf("serviceaccount/token")} {problem}", Problem(new ConnectionOptions(), Pod()));
    }

    [Theory]
    [InlineData("  t1\r\n")]
    [InlineData("\n\tt1\u00a0")]
    public async Task Load_TokenWithBlanksAround_IsTheToken(string text)
    {
        _folder.Write("serviceaccount/token", text);
        Assert.Equal("Bearer t1", (await KubeconfigLoader.Load(new ConnectionOptions(), Pod()).Credentials.GetAsync(default)).Authorization);
    }

    [Fact]
    public void Load_TokenIsADirectory_SaysSo()
    {
        File.Delete(_folder.PathOf("serviceaccount/token"));
        Directory.CreateDirectory(_folder.PathOf("serviceaccount/token"));
        Assert.Contains($", and {_folder.PathOf("serviceaccount/token")} is a directory, not this pod's ", Problem(new ConnectionOptions(), Pod()), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TokenEmpty_NamesTheFile()
    {
        _folder.Write("serviceaccount/token", "\n");
        Assert.Equal($"token file {_folder.PathOf("serviceaccount/token")} is empty", Problem(new ConnectionOptions(), Pod()));
    }

    [Fact]
    public void Load_TokenAbsent_IsNoPod()
    {
        File.Delete(_folder.PathOf("serviceaccount/token"));
        var problem = Problem(new ConnectionOptions(), Pod());
        Assert.StartsWith("no cluster is configured: ", problem);
        Assert.EndsWith(
            $", and this pod has no service account token: there is no {_folder.PathOf("serviceaccount/token")} "
            + "(is automountServiceAccountToken false?); give --kubeconfig",
            problem);
    }

    private static string Problem(ConnectionOptions options, ConnectionEnvironment environment) =>
        Assert.Throws<ConnectionConfigurationException>(() => KubeconfigLoader.Load(options, environment)).Message;

    private ConnectionEnvironment Pod(string host = "10.96.0.1", string port = "443") => Pod(host, port, []);

    private ConnectionEnvironment Pod((string Name, string Value) variable) => Pod("10.96.0.1", "443", [variable]);

    private ConnectionEnvironment Pod(string host, string port, (string Name, string Value)[] variables) =>
        TestEnvironment.In(_folder, [("KUBERNETES_SERVICE_HOST", host), ("KUBERNETES_SERVICE_PORT", port), .. variables]);
}
