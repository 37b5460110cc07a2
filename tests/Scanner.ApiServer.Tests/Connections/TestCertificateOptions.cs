using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>What a certificate says about itself beside its name.</summary>
internal sealed record TestCertificateOptions
{
    public bool IsAuthority { get; init; } = true;

    public bool HasBasicConstraints { get; init; } = true;

    public int? MostBelow { get; init; }

    public bool HasKeyIdentifier { get; init; } = true;

    public AuthorityHint Hint { get; init; } = AuthorityHint.Key;

    public X509KeyUsageFlags? KeyUsage { get; init; }

    public string[] Usages { get; init; } = [];

    public string[] Hosts { get; init; } = [];

    public X509Extension[] More { get; init; } = [];

    public int FromDay { get; init; } = -9;

    public int ToDay { get; init; } = 9;

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Of the signature, where the authority's key is RSA.</summary>
    public RSASignaturePadding Padding { get; init; } = RSASignaturePadding.Pkcs1;
}
