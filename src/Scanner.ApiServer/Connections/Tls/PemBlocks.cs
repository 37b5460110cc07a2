using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>The blocks of a PEM text that a kubeconfig may hold.</summary>
internal static class PemBlocks
{
    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>
    /// All certificates, in their order. One that cannot be parsed is left out if others can, as kubectl does with bundles; null
    /// when no block is a certificate at all.
    /// </summary>
    /// <exception cref="CryptographicException">There are certificates, but none can be parsed.</exception>
    public static X509Certificate2Collection? Certificates(string text)
    {
        var found = new X509Certificate2Collection();
        CryptographicException? failure = null;
        foreach (var (label, der) in Blocks(text))
        {
            if (label != CertificateLabel)
                continue;
            try
            {
                found.Add(X509CertificateLoader.LoadCertificate(der));
            }
            catch (CryptographicException e)
            {
                failure = e;
            }
        }

        if (found.Count > 0)
            return found;
        return failure is null ? null : throw failure;
    }

    /// <summary>The first private key, RSA or EC, in PKCS#1, PKCS#8 or SEC1; null when no block is a key.</summary>
    /// <exception cref="CryptographicException">The key cannot be parsed or is of another algorithm.</exception>
    public static AsymmetricAlgorithm? PrivateKey(string text)
    {
        foreach (var (label, der) in Blocks(text))
        {
            if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                return ReadKey(der);
        }

        return null;
    }

    /// <summary>Whether a key is protected by a password, in PKCS#8 or in OpenSSL's old form.</summary>
    public static bool IsEncrypted(string text) =>
        text.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)
        || text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);

    private static List<(string Label, byte[] Der)> Blocks(string text)
    {
        var blocks = new List<(string, byte[])>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            blocks.Add((rest[fields.Label].ToString(), Convert.FromBase64String(rest[fields.Base64Data].ToString())));
            rest = rest[fields.Location.End..];
        }

        return blocks;
    }

    // The label is not always true to the contents, so every form is tried, as Go does.
    private static AsymmetricAlgorithm ReadKey(byte[] der) =>
        TryRead(RSA.Create, (rsa, bytes) => rsa.ImportPkcs8PrivateKey(bytes, out _), der)
        ?? TryRead(RSA.Create, (rsa, bytes) => rsa.ImportRSAPrivateKey(bytes, out _), der)
        ?? TryRead(ECDsa.Create, (ec, bytes) => ec.ImportPkcs8PrivateKey(bytes, out _), der)
        ?? TryRead(ECDsa.Create, (ec, bytes) => ec.ImportECPrivateKey(bytes, out _), der)
        ?? throw new CryptographicException(EdwardsCurveOf(der) is { } curve
            ? $"it is an {curve} key, which .NET cannot use; have the certificate issued for an EC (P-256) or RSA key"
            : "it is neither an RSA nor an EC key in PKCS#1, PKCS#8 or SEC1 form");

    /// <summary>The algorithm of a PKCS#8 key of RFC 8410; null for other keys.</summary>
    private static string? EdwardsCurveOf(byte[] der)
    {
        try
        {
            var key = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            key.ReadInteger();
            return key.ReadSequence().ReadObjectIdentifier() switch
            {
                "1.3.101.112" => "Ed25519",
                "1.3.101.113" => "Ed448",
                _ => null,
            };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static AsymmetricAlgorithm? TryRead<T>(Func<T> create, Action<T, byte[]> import, byte[] der)
        where T : AsymmetricAlgorithm
    {
        var key = create();
        try
        {
            import(key, der);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }
}
