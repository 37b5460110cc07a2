using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scanner.Simulator.Webhooks;

/// <summary>A certificate authority of our own, good for a day, that vouches for loopback servers only.</summary>
internal sealed class LocalAuthority : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _time;

    public LocalAuthority(TimeProvider time)
    {
        _time = time;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=scanner-simulator-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _authority = request.CreateSelfSigned(_time.GetUtcNow().AddHours(-1), _time.GetUtcNow().AddDays(1));
    }

    /// <summary>The authority's certificate as PEM.</summary>
    public string Pem => _authority.ExportCertificatePem() + "\n";

    /// <summary>A server certificate for 127.0.0.1, ::1 and localhost. The caller disposes it.</summary>
    public X509Certificate2 IssueForLoopback()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        using var certificate = request.Create(_authority, _time.GetUtcNow().AddHours(-1), _time.GetUtcNow().AddHours(23), serial);
        using var withKey = certificate.CopyWithPrivateKey(key);
        // Some platforms cannot serve TLS with a key that was never imported.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    public void Dispose() => _authority.Dispose();
}
