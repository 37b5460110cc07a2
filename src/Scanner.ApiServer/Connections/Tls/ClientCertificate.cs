using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>A certificate with its private key, and the intermediates to send with it. Equal when the certificate is the same.</summary>
public sealed class ClientCertificate : IEquatable<ClientCertificate>
{
    private ClientCertificate(X509Certificate2 leaf, X509Certificate2Collection intermediates)
    {
        Leaf = leaf;
        Intermediates = intermediates;
    }

    /// <summary>The certificate itself, with its key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The authorities above it that its file holds, each signed by the next.</summary>
    public X509Certificate2Collection Intermediates { get; }

    /// <inheritdoc/>
    public bool Equals(ClientCertificate? other) => other is not null && Leaf.Thumbprint == other.Leaf.Thumbprint;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClientCertificate);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Leaf.Thumbprint);

    /// <summary>Makes one of PEM texts.</summary>
    /// <param name="certificate">One certificate or several, the leaf first.</param>
    /// <param name="key">An RSA or EC key without password.</param>
    /// <param name="certificateError">Makes the error for a certificate that will not do, of the rest of a sentence.</param>
    /// <param name="keyError">The same for the key.</param>
    internal static ClientCertificate Create(
        string certificate, string key, Func<string, Exception?, Exception> certificateError, Func<string, Exception?, Exception> keyError)
    {
        var chain = ReadChain(certificate, certificateError);
        using var privateKey = ReadKey(key, keyError);
        var leaf = chain[0];
        if (!leaf.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(privateKey.ExportSubjectPublicKeyInfo()))
            throw keyError($"does not belong to the client certificate ({leaf.Subject})", null);

        var withKey = privateKey is RSA rsa ? leaf.CopyWithPrivateKey(rsa) : leaf.CopyWithPrivateKey((ECDsa)privateKey);
        return new ClientCertificate(UsableInTls(withKey), Above(chain));
    }

    // Go sends the file as it is. .NET sends the path that it builds of it, and takes the first certificate of a fitting name: an old
    // intermediate authority that the file still holds would be sent in the place of the right one.
    private static X509Certificate2Collection Above(X509Certificate2Collection chain)
    {
        var above = new X509Certificate2Collection();
        for (var last = chain[0]; Next(last) is { } next; last = next)
            above.Add(next);
        return above;

        X509Certificate2? Next(X509Certificate2 of) => chain.Skip(1).FirstOrDefault(candidate =>
            candidate.SubjectName.RawData.AsSpan().SequenceEqual(of.IssuerName.RawData)
            && !candidate.Equals(of) && !above.Contains(candidate)
            && CertificateSignature.IsBy(of, candidate));
    }

    private static X509Certificate2Collection ReadChain(string text, Func<string, Exception?, Exception> error)
    {
        try
        {
            return PemBlocks.Certificates(text) ?? throw error("holds no PEM certificate", null);
        }
        catch (CryptographicException e)
        {
            throw error("holds a certificate that cannot be parsed", e);
        }
    }

    private static AsymmetricAlgorithm ReadKey(string text, Func<string, Exception?, Exception> error)
    {
        if (PemBlocks.IsEncrypted(text))
            throw error("is encrypted with a password; store it without one (openssl pkey -in KEY -out NEW)", null);
        try
        {
            return PemBlocks.PrivateKey(text) ?? throw error("holds no PEM private key", null);
        }
        catch (CryptographicException e)
        {
            throw error("cannot be used: " + e.Message, e);
        }
    }

    // Windows' TLS cannot use a key that lives in memory only; a round trip through PKCS#12 gives it a home.
    private static X509Certificate2 UsableInTls(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null)
        : certificate;
}
