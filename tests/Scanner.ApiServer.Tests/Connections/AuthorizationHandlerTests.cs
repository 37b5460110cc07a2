using System.Collections.Immutable;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class AuthorizationHandlerTests
{
    private static readonly TestAuthority Authority = TestAuthority.Create();

    [Fact]
    public async Task Send_BearerToken_IsInTheHeader()
    {
        await using var server = TestServer.Start(certificate: null);
        await SendAsync(To(server, new Rotating(Credential.Bearer("t1"))));
        Assert.Contains("Authorization: Bearer t1\r\n", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task Send_Anonymous_SendsNoHeader()
    {
        await using var server = TestServer.Start(certificate: null);
        await SendAsync(To(server, new Rotating(Credential.None)));
        Assert.DoesNotContain("Authorization", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task Send_UnauthorizedAndAnotherToken_IsSentAgainOnce()
    {
        await using var server = TestServer.Start(certificate: null, head => head.Contains("Bearer new") ? "200 OK" : "401 Unauthorized");
        var status = await SendAsync(To(server, new Rotating(Credential.Bearer("old"), Credential.Bearer("new"))));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Send_UnauthorizedAndTheSameToken_IsNotSentAgain()
    {
        await using var server = TestServer.Start(certificate: null, _ => "401 Unauthorized");
        var status = await SendAsync(To(server, new Rotating(Credential.Bearer("old"), Credential.Bearer("old"))));
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_AlwaysUnauthorized_GivesUpAfterTheSecond()
    {
        await using var server = TestServer.Start(certificate: null, _ => "401 Unauthorized");
        var source = new Rotating(Credential.Bearer("a"), Credential.Bearer("b"), Credential.Bearer("c"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(To(server, source)));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Send_UnauthorizedAndAnotherCertificate_GoesOverANewConnection()
    {
        await using var server = TestServer.Start(Authority.Server(["127.0.0.1"]), Once("401 Unauthorized", "200 OK"));
        var source = new Rotating(ClientCertificateOf("old"), ClientCertificateOf("new"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(To(server, source)));
        Assert.Equal(["CN=old", "CN=new"], server.Clients);
    }

    [Fact]
    public async Task Send_TheSameCertificate_ReusesTheConnection()
    {
        await using var server = TestServer.Start(Authority.Server(["127.0.0.1"]));
        using var client = new HttpClient(HttpHandlerFactory.CreateAuthorized(To(server, new Rotating(ClientCertificateOf("a")))));
        (await client.GetAsync(server.Address("https"))).Dispose();
        (await client.GetAsync(server.Address("https"))).Dispose();
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Clients);
    }

    [Fact]
    public async Task Send_Redirect_IsNotFollowed()
    {
        await using var server = TestServer.Start(certificate: null, _ => "302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b");
        Assert.Equal(HttpStatusCode.Found, await SendAsync(To(server, new Rotating(Credential.Bearer("t")))));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_Impersonation_EveryGroupHasItsOwnLine()
    {
        await using var server = TestServer.Start(certificate: null);
        var who = new Impersonation("jürgen")
        {
            Uid = "42",
            Groups = ["dev", "system:masters, not really"],
            Extra = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("acme.com/project", ["x", "y"]),
        };
        await SendAsync(To(server, new Rotating(Credential.None)) with { Impersonation = who });

        var head = Assert.Single(server.Requests).Split("\r\n");
        Assert.Contains("Impersonate-User: j\u00c3\u00bcrgen", head); // UTF-8, read as Latin-1 by the test server
        Assert.Contains("Impersonate-Uid: 42", head);
        Assert.Contains("Impersonate-Group: dev", head);
        Assert.Contains("Impersonate-Group: system:masters, not really", head);
        Assert.Contains("Impersonate-Extra-acme.com%2Fproject: x", head);
        Assert.Contains("Impersonate-Extra-acme.com%2Fproject: y", head);
    }

    [Fact]
    public async Task Send_ThroughAProxy_AsksForTheServerWithItsCredentials()
    {
        await using var proxy = TestServer.Start(certificate: null);
        var connection = To(proxy, new Rotating(Credential.Bearer("t"))) with
        {
            Server = new Uri("http://api.example.org:8001"),
            Proxy = new Uri($"http://me:p%40ss@127.0.0.1:{proxy.Port}"),
        };
        using var client = new HttpClient(HttpHandlerFactory.CreateAuthorized(connection));
        (await client.GetAsync(new Uri("http://api.example.org:8001/version"))).Dispose();
        Assert.StartsWith("GET http://api.example.org:8001/version HTTP/1.1", Assert.Single(proxy.Requests));
    }

    [Fact]
    public async Task Send_CredentialCannotBeHad_TellsWhy()
    {
        await using var server = TestServer.Start(certificate: null);
        using var folder = new TestFolder();
        var source = new TokenFileCredentialSource(folder.PathOf("absent"), ConfigLocation.Nowhere, null, TimeProvider.System);
        var problem = await Assert.ThrowsAsync<ConnectionConfigurationException>(() => SendAsync(To(server, source)));
        Assert.Equal($"token file {folder.PathOf("absent")} does not exist", problem.Message);
        Assert.Empty(server.Requests);
    }

    private static Func<string, string> Once(string first, string then)
    {
        var calls = 0;
        return _ => Interlocked.Increment(ref calls) == 1 ? first : then;
    }

    private static Credential ClientCertificateOf(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        static Exception Fail(string problem, Exception? cause) => new InvalidOperationException(problem, cause);
        return new Credential(null, ClientCertificate.Create(Authority.Client(name, key), key.ExportPkcs8PrivateKeyPem(), Fail, Fail));
    }

    private static ClusterConnection To(TestServer server, ICredentialSource source) => new()
    {
        Server = server.Address(server.HasTls ? "https" : "http"),
        CertificateAuthorities = [Authority.Certificate],
        Credentials = source,
    };

    private static async Task<HttpStatusCode> SendAsync(ClusterConnection connection)
    {
        using var client = new HttpClient(HttpHandlerFactory.CreateAuthorized(connection)) { DefaultRequestVersion = HttpVersion.Version20 };
        using var content = new StringContent("{}");
        using var response = await client.PatchAsync(new Uri(connection.Server, "/api"), content);
        return response.StatusCode;
    }

    /// <summary>Goes on to its next credential whenever the current one is rejected.</summary>
    private sealed class Rotating(params Credential[] credentials) : ICredentialSource
    {
        private int _index;

        public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credentials[_index]);

        public void Invalidate(Credential rejected)
        {
            if (ReferenceEquals(credentials[_index], rejected) && _index < credentials.Length - 1)
                _index++;
        }
    }
}
