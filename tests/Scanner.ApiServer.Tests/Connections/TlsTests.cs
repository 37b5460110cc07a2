using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class TlsTests
{
    private static readonly TestAuthority Authority = TestAuthority.Create();

    [Fact]
    public async Task Send_CertificateOfTheClustersAuthority_IsTrusted()
    {
        await using var server = TestServer.Start(Authority.Server(["127.0.0.1"]));
        Assert.Null(await FailureAsync(To(server)));
    }

    [Fact]
    public async Task Send_SeveralAuthorities_AnyOfThemWillDo()
    {
        await using var server = TestServer.Start(Authority.Server(["127.0.0.1"]));
        var connection = To(server) with { CertificateAuthorities = [TestAuthority.Create("other").Certificate, Authority.Certificate] };
        Assert.Null(await FailureAsync(connection));
    }

    [Fact]
    public async Task Send_AnotherAuthority_SaysWhichIsTrusted()
    {
        await using var server = TestServer.Start(TestAuthority.Create("rogue").Server(["127.0.0.1"]));
        Assert.Equal(
            "the server's certificate is not signed by certificate-authority-data of cluster \"c\" (it is for CN=api-server, issued by CN=rogue)",
            await FailureAsync(To(server)));
    }

    [Fact]
    public async Task Send_AnotherAuthorityOfTheSameName_IsRefused()
    {
        await using var server = TestServer.Start(TestAuthority.Create("test-ca").Server(["127.0.0.1"]));
        Assert.StartsWith("the server's certificate is not signed by", await FailureAsync(To(server)));
    }

    [Fact]
    public async Task Send_NoAuthorityConfigured_TrustsTheSystemOnly()
    {
        await using var server = TestServer.Start(Authority.Server(["127.0.0.1"]));
        var connection = new ClusterConnection { Server = To(server).Server, Credentials = StaticCredentialSource.Anonymous };
        Assert.StartsWith("the server's certificate is not signed by the system's certificate authorities", await FailureAsync(connection));
    }

    [Fact]
    public async Task Send_AuthorityIsAnIntermediate_IsTrusted()
    {
        var intermediate = Authority.Intermediate("below");
        await using var server = TestServer.Start(intermediate.Server(["127.0.0.1"]));
        Assert.Null(await FailureAsync(To(server) with { CertificateAuthorities = [intermediate.Certificate] }));
    }

    [Fact]
    public async Task Send_ForgedBelowAnIntermediate_IsRefused()
    {
        var intermediate = Authority.Intermediate("below");
        await using var server = TestServer.Start(TestAuthority.Create("below").Server(["127.0.0.1"]));
        var connection = To(server) with { CertificateAuthorities = [intermediate.Certificate] };
        Assert.StartsWith("the server's certificate is not signed by", await FailureAsync(connection));
    }

    [Fact]
    public async Task Send_ServersOwnCertificateAsAuthority_IsTrusted()
    {
        var certificate = Authority.Server(["127.0.0.1"]);
        await using var server = TestServer.Start(certificate);
        var pinned = X509CertificateLoader.LoadCertificate(certificate.RawData);
        Assert.Null(await FailureAsync(To(server) with { CertificateAuthorities = [pinned] }));
    }

    [Fact]
    public async Task Send_NameMismatch_SaysWhichNamesAreValid()
    {
        await using var server = TestServer.Start(Authority.Server(["kubernetes", "10.0.0.1"]));
        Assert.Equal(
            "the server's certificate is not for 127.0.0.1 (it is valid for kubernetes, 10.0.0.1); "
            + "set tls-server-name to one of its names if this is the right server",
            await FailureAsync(To(server)));
    }

    [Fact]
    public async Task Send_Expired_SaysSince()
    {
        var end = TimeProvider.System.GetUtcNow().AddDays(-1);
        await using var server = TestServer.Start(Authority.Server(["127.0.0.1"], end));
        Assert.Equal($"the server's certificate expired at {end.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z", await FailureAsync(To(server)));
    }

    [Fact]
    public async Task Send_TlsServerName_IsSentAndChecked()
    {
        await using var server = TestServer.Start(Authority.Server(["kubernetes"]));
        Assert.Null(await FailureAsync(To(server) with { TlsServerName = "kubernetes" }));
        // A client may open a second connection while the first is being made.
        Assert.Equal(["kubernetes"], server.Names.Distinct());
        Assert.Contains($"Host: 127.0.0.1:{server.Port}\r\n", Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("kubernetes")]
    public async Task Send_ServerKnowsHttp2_IsSpokenTo(string? tlsServerName)
    {
        await using var server = TestServer.Start(Authority.Server(["kubernetes", "127.0.0.1"]), _ => "400 Not understood", http2: true);
        Assert.StartsWith("not TLS", await FailureAsync(To(server) with { TlsServerName = tlsServerName }));
        Assert.StartsWith("PRI * HTTP/2.0", server.Requests.First());
    }

    [Theory]
    [InlineData(null, "api.example.org")]
    [InlineData("kubernetes", "kubernetes")]
    public async Task Send_ThroughAProxy_TunnelsAndChecksTheName(string? tlsServerName, string expected)
    {
        await using var server = TestServer.Start(Authority.Server([expected]));
        await using var proxy = TestProxy.Start(server.Port);
        var connection = To(server) with
        {
            Server = new Uri("https://api.example.org:6443"),
            Proxy = proxy.Address,
            TlsServerName = tlsServerName,
        };
        Assert.Null(await FailureAsync(connection));
        Assert.StartsWith("CONNECT api.example.org:6443 ", proxy.Request);
        Assert.Contains("Proxy-Authorization: Basic bWU6cEBzcw==", proxy.Request);
        Assert.Equal([expected], server.Names.Distinct());
    }

    [Fact]
    public async Task Send_TlsServerNameThatTheCertificateLacks_IsRefused()
    {
        await using var server = TestServer.Start(Authority.Server(["127.0.0.1"]));
        Assert.StartsWith("the server's certificate is not for kubernetes", await FailureAsync(To(server) with { TlsServerName = "kubernetes" }));
    }

    [Fact]
    public async Task Send_InsecureSkipTlsVerify_TakesAnyCertificate()
    {
        await using var server = TestServer.Start(TestAuthority.Create("rogue").Server(["elsewhere"]));
        var connection = To(server) with { CertificateAuthorities = null, InsecureSkipTlsVerify = true };
        Assert.Null(await FailureAsync(connection));
    }

    [Fact]
    public async Task Send_ServerWithoutTls_SaysSo()
    {
        await using var server = TestServer.Start(certificate: null);
        Assert.Equal("the server does not speak TLS; it may be plain http", await FailureAsync(To(server)));
    }

    [Theory]
    [InlineData("rsa-pkcs1")]
    [InlineData("rsa-pkcs8")]
    [InlineData("ec-sec1")]
    [InlineData("ec-pkcs8")]
    public async Task Send_ClientCertificate_IsPresented(string form)
    {
        using AsymmetricAlgorithm key = form.StartsWith("rsa", StringComparison.Ordinal) ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyPem = form switch
        {
            "rsa-pkcs1" => ((RSA)key).ExportRSAPrivateKeyPem(),
            "ec-sec1" => ((ECDsa)key).ExportECPrivateKeyPem(),
            _ => key.ExportPkcs8PrivateKeyPem(),
        };
        await using var server = TestServer.Start(Authority.Server(["127.0.0.1"]));
        using var folder = new TestFolder();
        folder.Write("tls/cert.pem", "some words\n" + Authority.Client("alice", key));
        folder.Write("tls/key.pem", keyPem);
        folder.Write("tls/ca.pem", TestAuthority.Create("other").Pem + Authority.Pem);
        var connection = TestEnvironment.Load(folder, TestEnvironment.Kubeconfig(
            $"server: https://127.0.0.1:{server.Port}\ncertificate-authority: tls/ca.pem",
            "client-certificate: tls/cert.pem\nclient-key: tls/key.pem"));

        Assert.Null(await FailureAsync(connection));
        Assert.Equal(["CN=alice"], server.Clients.Distinct());
    }

    [Fact]
    public void Describe_NothingToDoWithTls_IsNull()
    {
        Assert.Null(TlsFailure.Describe(new HttpRequestException("connection refused", new IOException("reset"))));
    }

    [Theory]
    [InlineData("tlsv13 alert certificate required", "the server demands a client certificate and none was given")]
    [InlineData("tlsv1 alert unknown ca", "the server does not trust the authority that signed the client certificate")]
    [InlineData("something odd\nin two lines", "TLS failed: something odd in two lines")]
    public void Describe_WhatTheLibrarySays_IsPutIntoWords(string text, string expected)
    {
        var failure = new HttpRequestException("failed", new System.Security.Authentication.AuthenticationException("failed", new IOException(text)));
        Assert.Equal(expected, TlsFailure.Describe(failure));
    }

    [Fact]
    public async Task Send_AuthorityFileRotates_TheNewOneIsTrustedAfterFiveMinutes()
    {
        using var folder = new TestFolder();
        folder.Write("ca.crt", TestAuthority.Create("old").Pem);
        await using var server = TestServer.Start(Authority.Server(["127.0.0.1"]));
        var environment = TestEnvironment.In(folder);
        var kubeconfig = TestEnvironment.Kubeconfig($"server: {server.Address("https")}\ncertificate-authority: ca.crt", "token: t");
        var connection = TestEnvironment.Load(folder, kubeconfig, environment);
        folder.Write("ca.crt", Authority.Pem);
        Assert.StartsWith("the server's certificate is not signed by", await FailureAsync(connection));
        ((FakeTimeProvider)environment.Clock).Advance(AuthorityFile.Lifetime);
        Assert.Null(await FailureAsync(connection));
    }

    private static ClusterConnection To(TestServer server) => new()
    {
        Server = new Uri($"https://127.0.0.1:{server.Port}"),
        CertificateAuthorities = [Authority.Certificate],
        CertificateAuthorityOrigin = "certificate-authority-data of cluster \"c\"",
        Credentials = StaticCredentialSource.Anonymous,
    };

    private static async Task<string?> FailureAsync(ClusterConnection connection)
    {
        using var client = new HttpClient(HttpHandlerFactory.CreateAuthorized(connection)) { DefaultRequestVersion = new Version(2, 0) };
        try
        {
            using var response = await client.GetAsync(new Uri(connection.Server, "/version"));
            return null;
        }
        catch (HttpRequestException e)
        {
            return TlsFailure.Describe(e) ?? "not TLS: " + e;
        }
    }
}
