using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>Real plugins: scripts that a shell, linked under the plugin's name, is given to run.</summary>
public sealed class ExecCredentialSourceTests : IDisposable
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private readonly TestFolder _folder = new();

    public ExecCredentialSourceTests()
    {
        // A link instead of a script of our own: a file just written cannot be executed while another test forks.
        Directory.CreateDirectory(_folder.PathOf("bin"));
        File.CreateSymbolicLink(_folder.PathOf("bin/fake-login"), "/bin/sh");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("client.authentication.k8s.io/v1")]
    [InlineData("client.authentication.k8s.io/v1beta1")]
    public async Task Get_Token_IsTheBearer(string version)
    {
        var source = Load(Print(Status("\"token\": \"t1\"", version)), version: version);
        Assert.Equal("Bearer t1", (await source.GetAsync(default)).Authorization);
    }

    [Theory]
    [InlineData("bin/fake-login")]
    [InlineData("./bin/fake-login")]
    [InlineData("../bin/fake-login")]
    [InlineData("fake-login")]
    public async Task Get_Command_IsRelativeToTheKubeconfigOrInPath(string command)
    {
        var text = Kubeconfig(Print(Status("\"token\": \"t1\"")), command);
        _folder.Write("sub/config", text);
        File.CreateSymbolicLink(_folder.PathOf("sub/bin"), _folder.PathOf("bin"));
        var environment = Environment() with { CurrentDirectory = "/" };
        var connection = KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = _folder.PathOf("sub/config") }, environment);
        Assert.Equal("Bearer t1", (await connection.Credentials.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Get_Plugin_SeesItsVariablesArgumentsAndRequest()
    {
        var script = """
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$OUT"
            printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s-%s-%s"}}' "$FROM_CONFIG" "$INHERITED" "$1"
            """;
        var pem = Convert.ToBase64String(Encoding.UTF8.GetBytes(Pem));
        var source = Load(
            script,
            more: $"\nprovideClusterInfo: true\nenv: [{{name: FROM_CONFIG, value: a}}, {{name: OUT, value: {_folder.PathOf("request")}}}]",
            cluster: $$"""
                server: https://10.0.0.1:6443/base
                tls-server-name: kubernetes
                certificate-authority-data: {{pem}}
                extensions:
                - {name: other, extension: {x: 1} }
                - name: client.authentication.k8s.io/exec
                  extension: {audience: "007", count: 7, ratio: 1.5, flag: true, none: null, list: [a, b]}
                """,
            environment: Environment(("INHERITED", "b"), ("FROM_CONFIG", "overridden")));

        Assert.Equal("Bearer a-b-argument", (await source.GetAsync(default)).Authorization);
        using var request = JsonDocument.Parse(File.ReadAllText(_folder.PathOf("request")));
        using var expected = JsonDocument.Parse($$$"""
            {"kind": "ExecCredential", "apiVersion": "{{{V1}}}", "spec": {
              "cluster": {"server": "https://10.0.0.1:6443/base", "tls-server-name": "kubernetes",
                "certificate-authority-data": "{{{pem}}}",
                "config": {"audience": "007", "count": 7, "ratio": 1.5, "flag": true, "none": null, "list": ["a", "b"]}},
              "interactive": false}}
            """);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.RootElement), request.RootElement.ToString());
    }

    [Fact]
    public async Task Get_ClusterInfoNotAskedFor_IsNotGiven()
    {
        var source = Load(
            "printf '%s' \"$KUBERNETES_EXEC_INFO\" > \"$OUT\"; " + Print(Status("\"token\": \"t\"")),
            more: $"\nenv: [{{name: OUT, value: {_folder.PathOf("request")}}}]");
        await source.GetAsync(default);
        Assert.Equal(
            $$$"""{"kind":"ExecCredential","apiVersion":"{{{V1}}}","spec":{"interactive":false}}""",
            File.ReadAllText(_folder.PathOf("request")));
    }

    [Fact]
    public async Task Get_CertificateAndKey_AreTheClients()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = JsonEncodedText.Encode(TestAuthority.Create().Client("from-plugin", key));
        var keyText = JsonEncodedText.Encode(key.ExportECPrivateKeyPem());
        var source = Load(Print(Status($"\"clientCertificateData\": \"{certificate}\", \"clientKeyData\": \"{keyText}\"")));
        var credential = await source.GetAsync(default);
        Assert.Null(credential.Authorization);
        Assert.Equal("CN=from-plugin", credential.ClientCertificate!.Leaf.Subject);
    }

    [Fact]
    public async Task Get_UntilExpiry_RunsOnce()
    {
        var environment = Environment();
        var clock = (FakeTimeProvider)environment.Clock;
        var source = Load(Counting("\"expirationTimestamp\": \"2026-01-01T01:00:00Z\""), environment: environment);
        Assert.Equal("Bearer t1", (await source.GetAsync(default)).Authorization);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("Bearer t1", (await source.GetAsync(default)).Authorization);
        clock.Advance(TimeSpan.FromSeconds(51));
        Assert.Equal("Bearer t2", (await source.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Get_NoExpiry_RunsOnceUntilRejected()
    {
        var environment = Environment();
        var source = Load(Counting("\"x\": 1"), environment: environment);
        var first = await source.GetAsync(default);
        ((FakeTimeProvider)environment.Clock).Advance(TimeSpan.FromDays(30));
        Assert.Same(first, await source.GetAsync(default));

        source.Invalidate(first);
        var second = await source.GetAsync(default);
        Assert.Equal("Bearer t2", second.Authorization);
        source.Invalidate(first); // a late 401 to the old one
        Assert.Same(second, await source.GetAsync(default));
    }

    [Fact]
    public async Task Get_ManyAtOnce_ShareOneRun()
    {
        var source = Load(Counting("\"x\": 1"));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => source.GetAsync(default).AsTask()));
        Assert.All(all, credential => Assert.Equal("Bearer t1", credential.Authorization));
    }

    [Fact]
    public async Task Get_Failure_IsSharedForAMomentThenTriedAgain()
    {
        var environment = Environment();
        var source = Load(Counting("\"x\": 1") + "; [ $n = 1 ] && exit 3; exit 0", environment: environment);
        await Assert.ThrowsAsync<ConnectionConfigurationException>(() => source.GetAsync(default).AsTask());
        var again = await Assert.ThrowsAsync<ConnectionConfigurationException>(() => source.GetAsync(default).AsTask());
        Assert.EndsWith("failed with exit code 3", again.Message);
        ((FakeTimeProvider)environment.Clock).Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("Bearer t2", (await source.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Get_TokenBesideAPlugin_ThePluginIsNotRun()
    {
        var connection = TestEnvironment.Load(
            _folder,
            TestEnvironment.Kubeconfig("server: https://a", $"token: plain\nexec: {{command: absent, apiVersion: {V1}, interactiveMode: Never}}"),
            Environment());
        Assert.Equal("Bearer plain", (await connection.Credentials.GetAsync(default)).Authorization);
    }

    [Theory]
    [InlineData("exit 3", "failed with exit code 3")]
    [InlineData("echo 'no session' >&2; echo 'run login' >&2; exit 1", "failed with exit code 1: no session run login")]
    [InlineData("exit 0", "printed nothing; an ExecCredential is expected")]
    [InlineData("echo secret-text", "printed something that is not JSON; an ExecCredential is expected")]
    [InlineData("echo '[]'", "printed JSON that is no ExecCredential")]
    [InlineData("echo '{\"kind\": \"Pod\"}'", "printed JSON that is no ExecCredential")]
    [InlineData(
        "echo '{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1beta1\", \"status\": {\"token\": \"t\"}}'",
        "answered with apiVersion client.authentication.k8s.io/v1beta1, but client.authentication.k8s.io/v1 is configured; make the two agree")]
    [InlineData(
        "echo '{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\"}'",
        "answered without a status, so without a credential")]
    public async Task Get_Failing_SaysHow(string script, string expected) => Assert.Equal(expected, await ProblemAsync(Load(script)));

    [Theory]
    [InlineData("", "answered without a token or a client certificate")]
    [InlineData("\"token\": \"\"", "answered without a token or a client certificate")]
    [InlineData("\"token\": 7", "answered with a token that is not a text")]
    [InlineData("\"token\": \"a b\"", "answered with a token that no header can hold (a blank, a line break or a strange character)")]
    [InlineData("\"clientKeyData\": \"k\"", "answered with a client certificate or its key, but not both")]
    [InlineData("\"clientCertificateData\": \"c\", \"clientKeyData\": \"k\"", "answered with clientCertificateData that holds no PEM certificate")]
    [InlineData(
        "\"token\": \"t\", \"expirationTimestamp\": \"soon\"", "answered with expirationTimestamp soon, which is no RFC 3339 time")]
    public async Task Get_UnusableStatus_SaysWhy(string status, string expected) =>
        Assert.Equal(expected, await ProblemAsync(Load(Print(Status(status)))));

    [Theory]
    [InlineData("", "is not installed or not executable; install it or correct the command")]
    [InlineData("\ninstallHint: |\n  Get it\n  from example.org", "is not installed or not executable; Get it from example.org")]
    public async Task Get_Missing_GivesTheHint(string hint, string expected) =>
        Assert.Equal(expected, await ProblemAsync(Load("", more: hint, command: "absent"), command: "absent"));

    [Fact]
    public async Task Get_NotExecutable_IsMissing()
    {
        _folder.Write("bin/plain-file", "echo");
        Assert.StartsWith("is not installed", await ProblemAsync(Load("", command: "plain-file"), command: "plain-file"));
    }

    [Fact]
    public async Task Get_NeedsAUserAndThereIsNone_SaysSo() => Assert.Equal(
        "needs a user to talk to (interactiveMode Always), but standard input is not a terminal",
        await ProblemAsync(Load("exit 0", mode: "Always")));

    [Theory]
    [InlineData("Always", true)]
    [InlineData("IfAvailable", true)]
    [InlineData("Never", false)]
    public async Task Get_UserIsThere_SeesThePrompts(string mode, bool seen)
    {
        using var prompts = new StringWriter();
        var script = "printf 'Code: ' >&2; " + Print(Status("\"token\": \"t1\""));
        var source = Load(script, mode: mode, environment: Environment() with { Interactive = true, Prompts = prompts });
        await source.GetAsync(default);
        Assert.Equal(seen ? "Code: " : "", prompts.ToString());
    }

    [Fact]
    public void Load_Plugin_IsNotRunYet()
    {
        Load($"touch {_folder.PathOf("ran")}");
        Assert.False(File.Exists(_folder.PathOf("ran")));
    }

    private static string Pem { get; } = TestAuthority.Create().Pem;

    private static string Status(string status, string version = V1) =>
        $$"""{"kind": "ExecCredential", "apiVersion": "{{version}}", "status": { {{status}} } }""";

    private static string Print(string json) => $"cat <<'JSON'\n{json}\nJSON\n";

    private async Task<string> ProblemAsync(ICredentialSource source, string command = "fake-login")
    {
        var problem = await Assert.ThrowsAsync<ConnectionConfigurationException>(() => source.GetAsync(default).AsTask());
        var start = $"{_folder.PathOf("config")}:15: user \"u\": credential plugin {command} ";
        Assert.StartsWith(start, problem.Message);
        return problem.Message[start.Length..];
    }

    /// <summary>A script that answers t1 when run first, then t2, and so on.</summary>
    private string Counting(string more)
    {
        var file = _folder.PathOf("count");
        return $$$"""
            n=$(cat {{{file}}} 2>/dev/null || echo 0); n=$((n + 1)); echo $n > {{{file}}}
            printf '{"kind":"ExecCredential","apiVersion":"{{{V1}}}","status":{"token":"t%s", {{{more}}}}}' $n
            """;
    }

    private ConnectionEnvironment Environment(params (string Name, string Value)[] variables) =>
        TestEnvironment.In(_folder, [("PATH", $"relative:{_folder.PathOf("bin")}:/usr/bin:/bin"), .. variables]);

    private string Kubeconfig(
        string script, string command, string mode = "Never", string version = V1, string more = "", string cluster = "server: https://a")
    {
        var arguments = $"[{_folder.Write("script.sh", script)}, argument]";
        var exec = $"command: {command}\napiVersion: {version}\ninteractiveMode: {mode}\nargs: {arguments}{more}";
        return TestEnvironment.Kubeconfig(cluster, "exec:\n" + Indented(exec));
    }

    private static string Indented(string lines) => string.Join('\n', lines.Split('\n').Select(line => "  " + line));

    private ICredentialSource Load(
        string script,
        string command = "fake-login",
        string mode = "Never",
        string version = V1,
        string more = "",
        string cluster = "server: https://a",
        ConnectionEnvironment? environment = null) =>
        TestEnvironment.Load(_folder, Kubeconfig(script, command, mode, version, more, cluster), environment ?? Environment()).Credentials;
}
