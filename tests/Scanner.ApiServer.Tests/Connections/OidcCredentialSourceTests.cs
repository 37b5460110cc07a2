using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>Logins at an issuer that is this test's; the rows of the differential tables say what is sent to the API server.</summary>
public sealed class OidcCredentialSourceTests : IDisposable
{
    private static readonly TestAuthority Authority = TestAuthority.Create();
    private static readonly string Expired = TestTokens.Until("1000000000");
    private static readonly string Renewed = TestTokens.Until(TestIssuerAnswers.Renewed);

    private readonly TestFolder _folder = new();
    private readonly StringWriter _notices = new();

    public void Dispose()
    {
        _folder.Dispose();
        _notices.Dispose();
    }

    [Fact]
    public async Task Get_GoodToken_AsksNobody()
    {
        await using var issuer = Start();
        var source = Load(issuer, $"id-token: {Renewed}\nrefresh-token: good");
        Assert.Equal("Bearer " + Renewed, (await source.GetAsync(default)).Authorization);
        Assert.Empty(issuer.Requests);
    }

    [Fact]
    public async Task Get_TokenThatEnds_IsRefreshedTenSecondsBefore()
    {
        await using var issuer = Start();
        var environment = Environment();
        var soon = TestTokens.Until("1767225660"); // a minute after the clock's beginning
        var source = Load(issuer, $"id-token: {soon}\nrefresh-token: good", environment);
        ((FakeTimeProvider)environment.Clock).Advance(TimeSpan.FromSeconds(49));
        Assert.Equal("Bearer " + soon, (await source.GetAsync(default)).Authorization);
        ((FakeTimeProvider)environment.Clock).Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Bearer " + Renewed, (await source.GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Get_ManyAtOnce_RefreshOnce()
    {
        await using var issuer = Start();
        var source = Load(issuer, "refresh-token: good");
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => source.GetAsync(default).AsTask()));
        Assert.All(all, credential => Assert.Equal("Bearer " + Renewed, credential.Authorization));
        Assert.Single(issuer.Requests, request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_After401_KeepsTheToken()
    {
        await using var issuer = Start();
        var source = Load(issuer, $"id-token: {Renewed}\nrefresh-token: good");
        source.Invalidate(await source.GetAsync(default));
        Assert.Equal("Bearer " + Renewed, (await source.GetAsync(default)).Authorization);
        Assert.Empty(issuer.Requests);
    }

    [Fact]
    public async Task Get_RefreshTokenNotReplaced_LeavesTheFile()
    {
        await using var issuer = Start();
        var source = Load(issuer, $"id-token: {Expired}\nrefresh-token: good");
        var before = File.ReadAllText(_folder.PathOf("config"));
        await source.GetAsync(default);
        Assert.Equal(before, File.ReadAllText(_folder.PathOf("config")));
        Assert.Empty(_notices.ToString());
    }

    [Theory]
    [InlineData("id-token: EXPIRED # mine\nrefresh-token: 'rotated' # too", "id-token: \"RENEWED\" # mine\nrefresh-token: \"good\" # too")]
    [InlineData("refresh-token: \"rotated\"\nid-token: \"EXPIRED\"", "refresh-token: \"good\"\nid-token: \"RENEWED\"")]
    [InlineData("refresh-token: rotated", "refresh-token: \"good\"")]
    [InlineData("refresh-token: rotated\r\nid-token: EXPIRED", "refresh-token: \"good\"\r\nid-token: \"RENEWED\"")]
    public async Task Get_RefreshTokenReplaced_OnlyTheTokensOfTheFileChange(string before, string after)
    {
        await using var issuer = Start();
        var source = Load(issuer, before.Replace("EXPIRED", Expired));
        var path = _folder.PathOf("config");
        var expected = File.ReadAllText(path).Replace(
            before.Replace("EXPIRED", Expired).Replace("\n", "\n        "), after.Replace("RENEWED", Renewed).Replace("\n", "\n        "));
        Assert.NotEqual(expected, File.ReadAllText(path));
        await source.GetAsync(default);
        Assert.Equal(expected, File.ReadAllText(path));
        Assert.Empty(_notices.ToString());
        Assert.Equal("Bearer " + Renewed, (await Reload().GetAsync(default)).Authorization);
    }

    [Fact]
    public async Task Get_ReplacedTwice_IsWrittenTwice()
    {
        await using var issuer = Start();
        var environment = Environment();
        var source = Load(issuer, $"refresh-token: rotated-twice\nid-token: {Expired}", environment);
        await source.GetAsync(default);
        Assert.Contains("refresh-token: \"rotated\"", File.ReadAllText(_folder.PathOf("config")));
        ((FakeTimeProvider)environment.Clock).Advance(TimeSpan.FromDays(1));
        await source.GetAsync(default);
        Assert.Contains($"refresh-token: \"good\"\n        id-token: \"{Renewed}\"", File.ReadAllText(_folder.PathOf("config")));
        Assert.Empty(_notices.ToString());
    }

    [Fact]
    public async Task Get_FileIsALinkOfItsOwner_StaysSo()
    {
        await using var issuer = Start();
        Load(issuer, "refresh-token: rotated");
        File.Move(_folder.PathOf("config"), _folder.PathOf("real"));
        File.CreateSymbolicLink(_folder.PathOf("config"), "real");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.PathOf("real"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Reload().GetAsync(default);
        Assert.Equal("real", new FileInfo(_folder.PathOf("config")).LinkTarget);
        Assert.Contains("refresh-token: \"good\"", File.ReadAllText(_folder.PathOf("real")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.PathOf("real")));
        Assert.Equal(["config", "home", "real"], Directory.EnumerateFileSystemEntries(_folder.Root).Select(Path.GetFileName).Append("home").Distinct().Order());
    }

    [Theory]
    [InlineData("changed", "was changed meanwhile, or is not UTF-8")]
    [InlineData("locked", "is locked by kubectl")]
    [InlineData("gone", "does not exist")]
    [InlineData("folded", "spells it in a way that is not edited")]
    public async Task Get_FileCannotBeWritten_UsesTheTokenAndSaysSo(string what, string why)
    {
        await using var issuer = Start();
        var source = Load(issuer, what == "folded" ? "refresh-token: >-\n  rotated" : "refresh-token: rotated");
        var path = _folder.PathOf("config");
        if (what == "changed")
            File.AppendAllText(path, "# by somebody\n");
        else if (what == "locked")
            _folder.Write("config.lock", "");
        else if (what == "gone")
            File.Delete(path);
        var before = File.Exists(path) ? File.ReadAllText(path) : null;
        Assert.Equal("Bearer " + Renewed, (await source.GetAsync(default)).Authorization);
        Assert.Equal(before, File.Exists(path) ? File.ReadAllText(path) : null);
        Assert.Equal(
            $"scanner: user \"u\": the issuer gave a new refresh-token, but the kubeconfig keeps the old one ({path} {why}); kubectl may ask for a new login\n",
            _notices.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Get_RefusedByTheIssuer_IsOneLineWithoutSecrets()
    {
        await using var issuer = Start();
        var source = Load(issuer, "refresh-token: s3cret-refresh\nclient-id: form");
        var problem = await Assert.ThrowsAsync<ConnectionConfigurationException>(() => source.GetAsync(default).AsTask());
        Assert.EndsWith(
            $"user \"u\": auth-provider oidc could not be refreshed at {issuer.Address("https")}idp: it answers HTTP 400 invalid_grant Token is spent; log in again",
            problem.Message);
        Assert.DoesNotContain("s3cret", problem.ToString());
    }

    /// <summary>What the issuer's token endpoint answers with success, and is no token.</summary>
    [Theory]
    [InlineData("{\"error\":\"invalid_grant\",\"error_description\":\"half \\ud83d\"}", "it answers invalid_grant half \uFFFD; log in again")]
    [InlineData("{\"access_token\":\"s3cret\"}", "its answer has no id_token; was the scope openid asked for at login?")]
    [InlineData("[]", "its answer has no id_token; was the scope openid asked for at login?")]
    [InlineData("id_token=s3cret", "it answered something that is not JSON")]
    [InlineData("", "it answered something that is not JSON")]
    public async Task Get_AnswerIsNoToken_SaysWhy(string answer, string expected)
    {
        await using var issuer = TestServer.Start(
            Authority.Server(["127.0.0.1"]), request => request.StartsWith("POST", StringComparison.Ordinal) ? "200 OK\n\n" + answer : TestIssuerAnswers.To(request)!);
        var problem = await Assert.ThrowsAsync<ConnectionConfigurationException>(() => Load(issuer, "refresh-token: good").GetAsync(default).AsTask());
        Assert.EndsWith($"could not be refreshed at {issuer.Address("https")}idp: {expected}", problem.Message);
        Assert.DoesNotContain("s3cret", problem.ToString());
    }

    [Theory]
    [InlineData("{\"id_token\":\"words\"}")]
    [InlineData("{\"id_token\":\"a.b.c\"}")]
    [InlineData("{\"id_token\":\"a\\ud83d.b.c\"}")]
    public async Task Get_AnsweredTokenIsNoWebToken_SaysSo(string answer)
    {
        await using var issuer = TestServer.Start(
            Authority.Server(["127.0.0.1"]), request => request.StartsWith("POST", StringComparison.Ordinal) ? "200 OK\n\n" + answer : TestIssuerAnswers.To(request)!);
        var problem = await Assert.ThrowsAsync<ConnectionConfigurationException>(() => Load(issuer, "refresh-token: good").GetAsync(default).AsTask());
        Assert.EndsWith("got an id_token from its issuer that is no JSON Web Token", problem.Message);
    }

    [Theory]
    [InlineData("{\"\\ud83d\":1,\"name\":\"\\ude00\",\"exp\":4102444801}")]
    [InlineData("{\"exp\":4102444801.5}")]
    [InlineData("{\"exp\":4.102444801e9}")]
    public async Task Get_TokenOfOddClaims_IsUsedToItsEnd(string claims)
    {
        var token = TestTokens.Of(claims);
        Assert.Equal("Bearer " + token, (await Load(null, $"id-token: {token}").GetAsync(default)).Authorization);
    }

    [Theory]
    [InlineData("http://idp.example.org", "idp-issuer-url http://idp.example.org/.well-known/openid-configuration is no https URL")]
    [InlineData("http://me:s3cret@idp.example.org", "idp-issuer-url http://***@idp.example.org/.well-known/openid-configuration is no https URL")]
    [InlineData("idp", "idp-issuer-url idp/.well-known/openid-configuration is no https URL")]
    public async Task Get_IssuerWithoutTls_IsSentNothing(string url, string expected)
    {
        var source = Load(null, $"idp-issuer-url: {url}\nrefresh-token: good");
        var problem = await Assert.ThrowsAsync<ConnectionConfigurationException>(() => source.GetAsync(default).AsTask());
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem.ToString());
    }

    [Fact]
    public async Task Get_TokenEndpointWithoutTls_IsSentNothing()
    {
        await using var issuer = TestServer.Start(
            Authority.Server(["127.0.0.1"]), _ => "200 OK\n\n{\"token_endpoint\":\"http://idp.example.org/token\"}");
        var problem = await Assert.ThrowsAsync<ConnectionConfigurationException>(() => Load(issuer, "refresh-token: good").GetAsync(default).AsTask());
        Assert.Contains("the token_endpoint http://idp.example.org/token is no https URL, and tokens are not sent over plain http", problem.Message);
        Assert.Single(issuer.Requests);
    }

    private static TestServer Start() => TestServer.Start(Authority.Server(["127.0.0.1"]), request => TestIssuerAnswers.To(request) ?? "500 Not for an issuer");

    private ConnectionEnvironment Environment() => TestEnvironment.In(_folder) with { Prompts = _notices };

    /// <summary>Loads a user whose config holds these lines beside issuer, client and authority.</summary>
    private ICredentialSource Load(TestServer? issuer, string lines, ConnectionEnvironment? environment = null)
    {
        _folder.Write("config", TestEnvironment.Kubeconfig("server: https://a", $"""
            auth-provider:
              name: oidc
              config:
                idp-issuer-url: {issuer?.Address("https").ToString() ?? "https://idp.example.org/"}idp
                client-id: me
                client-secret: s s
                idp-certificate-authority-data: {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Authority.Pem))}
                {lines.Replace("\n", "\n    ")}
            """));
        return Reload(environment);
    }

    private ICredentialSource Reload(ConnectionEnvironment? environment = null) =>
        KubeconfigLoader.Load(new ConnectionOptions { Kubeconfig = _folder.PathOf("config") }, environment ?? Environment()).Credentials;
}
