using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>A name with a key and a certificate that others can be signed by, in every way that path building stumbles over.</summary>
internal sealed record TestIssuer(string Name, AsymmetricAlgorithm Key, X509Certificate2 Certificate)
{
    public static AsymmetricAlgorithm NewKey(bool rsa = false) => rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A certificate that signs itself.</summary>
    public static TestIssuer Root(string name, TestCertificateOptions? options = null, AsymmetricAlgorithm? key = null)
    {
        key ??= NewKey();
        return new TestIssuer(name, key, Issue(name, key, name, key, issuer: null, options ?? new TestCertificateOptions()));
    }

    /// <summary>A certificate that this one signs; for a key of its own, or for one that another certificate is for too.</summary>
    public TestIssuer Sign(string name, TestCertificateOptions? options = null, AsymmetricAlgorithm? key = null)
    {
        key ??= NewKey();
        return new TestIssuer(name, key, Issue(name, key, Name, Key, Certificate, options ?? new TestCertificateOptions()));
    }

    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>A server's certificate, for 127.0.0.1 unless told otherwise, with its key.</summary>
    public X509Certificate2 Server(TestCertificateOptions? options = null)
    {
        options ??= new TestCertificateOptions();
        var server = Sign("api-server", options with { IsAuthority = false, Hosts = options.Hosts is [] ? ["127.0.0.1"] : options.Hosts });
        return server.Key is RSA rsa ? server.Certificate.CopyWithPrivateKey(rsa) : server.Certificate.CopyWithPrivateKey((ECDsa)server.Key);
    }

    private static X509Certificate2 Issue(
        string name, AsymmetricAlgorithm key, string issuerName, AsymmetricAlgorithm issuerKey, X509Certificate2? issuer, TestCertificateOptions options)
    {
        var subject = new X500DistinguishedName("CN=" + name);
        var request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, options.Hash, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, options.Hash);
        foreach (var extension in Extensions(request.PublicKey, issuer, options))
            request.CertificateExtensions.Add(extension);
        var generator = options.Hash == HashAlgorithmName.SHA1 ? new Sha1SignatureGenerator((RSA)issuerKey)
            : issuerKey is RSA rsaIssuer ? X509SignatureGenerator.CreateForRSA(rsaIssuer, options.Padding)
            : X509SignatureGenerator.CreateForECDsa((ECDsa)issuerKey);
        var now = TimeProvider.System.GetUtcNow();
        return request.Create(
            new X500DistinguishedName("CN=" + issuerName), generator, now.AddDays(options.FromDay), now.AddDays(options.ToDay), RandomNumberGenerator.GetBytes(8));
    }

    private static IEnumerable<X509Extension> Extensions(PublicKey key, X509Certificate2? issuer, TestCertificateOptions options)
    {
        if (options.HasBasicConstraints)
            yield return new X509BasicConstraintsExtension(options.IsAuthority, options.MostBelow is not null, options.MostBelow ?? 0, critical: true);
        if (options.HasKeyIdentifier)
            yield return new X509SubjectKeyIdentifierExtension(key, critical: false);
        if (issuer is not null && options.Hint != AuthorityHint.None)
        {
            var names = options.Hint == AuthorityHint.KeyNameAndSerial;
            var hasKey = issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any();
            if (names || hasKey)
                yield return X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: hasKey, includeIssuerAndSerial: names);
        }

        if (options.KeyUsage is { } usage)
            yield return new X509KeyUsageExtension(usage, critical: true);
        if (options.Usages is not [])
            yield return new X509EnhancedKeyUsageExtension([.. options.Usages.Select(oid => new Oid(oid))], critical: false);
        if (options.Hosts is not [])
            yield return Alternatives(options.Hosts);
        foreach (var extension in options.More)
            yield return extension;
    }

    private static X509Extension Alternatives(string[] hosts)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (host.Contains('@', StringComparison.Ordinal))
                alternatives.AddEmailAddress(host);
            else if (IPAddress.TryParse(host, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(host);
        }

        return alternatives.Build();
    }
}
