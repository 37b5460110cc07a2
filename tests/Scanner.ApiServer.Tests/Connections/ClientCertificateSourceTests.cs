using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class ClientCertificateSourceTests : IDisposable
{
    private static readonly TestAuthority Authority = TestAuthority.Create();
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Get_FilesRotate_AreReadAgainAfterFiveMinutes()
    {
        WritePair("one");
        var (source, clock) = Load();
        WritePair("two");
        Assert.Equal("CN=one", await SubjectAsync(source));
        clock.Advance(ClientCertificateSource.Lifetime);
        Assert.Equal("CN=two", await SubjectAsync(source));
    }

    [Fact]
    public async Task Get_RotationHalfDone_KeepsTheLastPair()
    {
        WritePair("one");
        var (source, clock) = Load();
        var key = File.ReadAllText(_folder.PathOf("key"));
        WritePair("two");
        _folder.Write("key", key);
        clock.Advance(ClientCertificateSource.Lifetime);
        Assert.Equal("CN=one", await SubjectAsync(source));
    }

    [Fact]
    public async Task Get_AfterInvalidate_ReadsAtOnce()
    {
        WritePair("one");
        var (source, _) = Load();
        var first = await source.GetAsync(default);
        WritePair("two");
        source.Invalidate(first);
        Assert.Equal("CN=two", await SubjectAsync(source));
    }

    [Fact]
    public async Task Get_NothingChanged_IsTheSameCredential()
    {
        WritePair("one");
        var (source, clock) = Load();
        var first = await source.GetAsync(default);
        clock.Advance(ClientCertificateSource.Lifetime);
        Assert.Same(first, await source.GetAsync(default));
    }

    [Fact]
    public async Task Get_CertificateAndToken_GivesBoth()
    {
        WritePair("one");
        var (source, _) = Load("\ntoken: t1");
        var credential = await source.GetAsync(default);
        Assert.Equal("Bearer t1", credential.Authorization);
        Assert.Equal("CN=one", credential.ClientCertificate!.Leaf.Subject);
    }

    [Fact]
    public async Task Get_ChainInTheFile_SendsTheRestAlong()
    {
        WritePair("one");
        File.AppendAllText(_folder.PathOf("cert"), Authority.Pem);
        var (source, _) = Load();
        var certificate = (await source.GetAsync(default)).ClientCertificate!;
        Assert.Equal("CN=one", certificate.Leaf.Subject);
        Assert.Equal("CN=test-ca", Assert.Single(certificate.Intermediates).Subject);
    }

    private static async Task<string> SubjectAsync(ICredentialSource source) => (await source.GetAsync(default)).ClientCertificate!.Leaf.Subject;

    private void WritePair(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _folder.Write("cert", Authority.Client(name, key));
        _folder.Write("key", key.ExportECPrivateKeyPem());
    }

    private (ICredentialSource Source, FakeTimeProvider Clock) Load(string more = "")
    {
        var environment = TestEnvironment.In(_folder);
        var user = "client-certificate: cert\nclient-key: key" + more;
        var connection = TestEnvironment.Load(_folder, TestEnvironment.Kubeconfig("server: https://a", user), environment);
        return (connection.Credentials, (FakeTimeProvider)environment.Clock);
    }
}
