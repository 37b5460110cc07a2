using System.Security.Cryptography;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class ClientCertificateTests
{
    private static readonly TestCertificateOptions s_noIds = new() { HasKeyIdentifier = false, Hint = AuthorityHint.None };

    /// <summary>The intermediate authority was renewed under its name; the file holds both, the old one first, and much that is not needed.</summary>
    [Fact]
    public void Create_FileWithStrangers_SendsThePathOnly()
    {
        var root = TestIssuer.Root("devs", s_noIds);
        var first = root.Sign("first", s_noIds);
        var (old, second) = (first.Sign("second", s_noIds), first.Sign("second", s_noIds));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = second.Sign("dev", s_noIds with { IsAuthority = false }, key);
        var file = leaf.Pem + old.Pem + TestIssuer.Root("stranger").Pem + first.Pem + second.Pem + leaf.Pem;

        var certificate = ClientCertificate.Create(file, key.ExportPkcs8PrivateKeyPem(), Unexpected, Unexpected);
        Assert.Equal([second.Certificate.Thumbprint, first.Certificate.Thumbprint], certificate.Intermediates.Select(above => above.Thumbprint));
    }

    /// <summary>A certificate of a client that signs itself has nothing above it, and no end is looked for.</summary>
    [Fact]
    public void Create_SelfSigned_SendsItAlone()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var self = TestIssuer.Root("dev", key: key);
        Assert.Empty(ClientCertificate.Create(self.Pem + self.Pem, key.ExportPkcs8PrivateKeyPem(), Unexpected, Unexpected).Intermediates);
    }

    private static Exception Unexpected(string problem, Exception? cause) => new InvalidOperationException(problem, cause);
}
