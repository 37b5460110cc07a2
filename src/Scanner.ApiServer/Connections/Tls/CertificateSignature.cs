using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>
/// Whether a certificate was signed with an authority's key, by an algorithm that is not broken (so not SHA-1 or MD5, as in Go).
/// </summary>
internal static class CertificateSignature
{
    private const string Ed25519 = "1.3.101.112";
    private const string RsaPss = "1.2.840.113549.1.1.10";

    private static readonly Dictionary<string, HashAlgorithmName> s_rsa = new()
    {
        ["1.2.840.113549.1.1.11"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.1.1.12"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.1.1.13"] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, HashAlgorithmName> s_ec = new()
    {
        ["1.2.840.10045.4.3.2"] = HashAlgorithmName.SHA256,
        ["1.2.840.10045.4.3.3"] = HashAlgorithmName.SHA384,
        ["1.2.840.10045.4.3.4"] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, HashAlgorithmName> s_hashes = new()
    {
        ["2.16.840.1.101.3.4.2.1"] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
    };

    public static bool IsBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        try
        {
            // RFC 5280, 4.1: the part that is signed, the algorithm, the signature.
            var parts = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.BER).ReadSequence();
            var signed = parts.ReadEncodedValue().Span;
            var algorithm = parts.ReadSequence();
            var name = algorithm.ReadObjectIdentifier();
            var signature = parts.ReadBitString(out _);
            if (s_rsa.TryGetValue(name, out var hash))
                return VerifyRsa(authority, signed, signature, hash, RSASignaturePadding.Pkcs1);
            if (s_ec.TryGetValue(name, out hash))
                return VerifyEc(authority, signed, signature, hash);
            return name switch
            {
                RsaPss => PssHash(algorithm) is { } pss && VerifyRsa(authority, signed, signature, pss, RSASignaturePadding.Pss),
                Ed25519 => VerifyByChain(certificate, authority),
                _ => false,
            };
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    private static bool VerifyRsa(
        X509Certificate2 authority, ReadOnlySpan<byte> signed, byte[] signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var key = authority.GetRSAPublicKey();
        return key is not null && key.VerifyData(signed, signature, hash, padding);
    }

    private static bool VerifyEc(X509Certificate2 authority, ReadOnlySpan<byte> signed, byte[] signature, HashAlgorithmName hash)
    {
        using var key = authority.GetECDsaPublicKey();
        return key is not null && key.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
    }

    // RFC 4055, 3.1; SHA-1, the default, is what remains where no hash is named.
    private static HashAlgorithmName? PssHash(AsnReader algorithm)
    {
        var parameters = algorithm.ReadSequence();
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (!parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(tag))
            return null;
        return s_hashes.TryGetValue(parameters.ReadSequence(tag).ReadSequence().ReadObjectIdentifier(), out var hash) ? hash : null;
    }

    // .NET has no such keys, but its chains know the signatures.
    private static bool VerifyByChain(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.Build(certificate);
        return chain.ChainElements.Count > 1
            && chain.ChainElements[1].Certificate.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span)
            && !chain.ChainStatus.Any(status => status.Status is X509ChainStatusFlags.NotSignatureValid);
    }
}
