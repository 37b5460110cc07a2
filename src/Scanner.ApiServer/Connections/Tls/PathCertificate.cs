using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>A certificate as a part of a path, with what is asked of it there.</summary>
internal sealed class PathCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string AnyUsage = "2.5.29.37.0";

    // What is judged here or, like revocation lists and policies, asks nothing of a client that was not told to look.
    private static readonly string[] s_understood =
    [
        "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.32", "2.5.29.33", "2.5.29.35", "2.5.29.36",
        "2.5.29.37", "2.5.29.54",
    ];

    private readonly X509BasicConstraintsExtension? _basic;
    private readonly X509KeyUsageExtension? _keyUsage;
    private readonly X509EnhancedKeyUsageExtension? _usages;
    private readonly NameConstraints? _constraints;

    private PathCertificate(X509Certificate2 certificate)
    {
        Certificate = certificate;
        _basic = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        _keyUsage = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        _usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        Names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var limits = certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == "2.5.29.30");
        _constraints = limits is null ? null : NameConstraints.Read(limits);
        var known = certificate.Extensions.All(extension => !extension.Critical || Array.IndexOf(s_understood, extension.Oid?.Value) >= 0);
        IsUnderstood = known && !(limits is { Critical: true } && _constraints!.HasUnknownKinds);
    }

    public X509Certificate2 Certificate { get; }

    public X509SubjectAlternativeNameExtension? Names { get; }

    /// <summary>Whether nothing in it is critical and unknown.</summary>
    public bool IsUnderstood { get; }

    /// <summary>Whether it says that others can be issued by it, or is of the time before certificates could say that.</summary>
    public bool MaySign =>
        (_basic is { CertificateAuthority: true } || (_basic is null && Certificate.Version < 3))
        && (_keyUsage is null or { KeyUsages: X509KeyUsageFlags.None } || _keyUsage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign));

    /// <summary>Whether it says that it is an authority: an intermediate one must, an anchor need not.</summary>
    public bool IsAuthority => _basic is { CertificateAuthority: true };

    /// <summary>How many intermediate authorities may follow below it.</summary>
    public int MostBelow =>
        _basic is { CertificateAuthority: true, HasPathLengthConstraint: true } ? _basic.PathLengthConstraint : int.MaxValue;

    /// <summary>Whether a server may be known by it, or by what it signs.</summary>
    public bool IsForServers => _usages is null || _usages.EnhancedKeyUsages.Count == 0
        || _usages.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value is ServerAuthentication or AnyUsage);

    /// <summary>Null for a certificate whose extensions are no such thing.</summary>
    public static PathCertificate? Read(X509Certificate2 certificate)
    {
        try
        {
            var read = new PathCertificate(certificate);
            // These parse when they are first asked.
            _ = (read.MaySign, read.MostBelow, read.IsForServers);
            return read;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return null;
        }
    }

    public bool IsValidAt(DateTimeOffset time) =>
        time.UtcDateTime >= Certificate.NotBefore.ToUniversalTime() && time.UtcDateTime <= Certificate.NotAfter.ToUniversalTime();

    /// <summary>Whether it may sign for the names of a server's certificate.</summary>
    public bool Allows(PathCertificate leaf) => _constraints is null || leaf.Names is null || _constraints.Allow(leaf.Names);

    public bool HasIssued(PathCertificate other) =>
        Certificate.SubjectName.RawData.AsSpan().SequenceEqual(other.Certificate.IssuerName.RawData);

    public bool IsSame(PathCertificate other) => Certificate.RawDataMemory.Span.SequenceEqual(other.Certificate.RawDataMemory.Span);

    /// <summary>Whether it stands for the same authority: another certificate of one name and key leads nowhere else.</summary>
    public bool IsSameAuthority(PathCertificate other) =>
        Certificate.SubjectName.RawData.AsSpan().SequenceEqual(other.Certificate.SubjectName.RawData)
        && KeyOf(Certificate).AsSpan().SequenceEqual(KeyOf(other.Certificate));

    private static byte[] KeyOf(X509Certificate2 certificate) => certificate.PublicKey.ExportSubjectPublicKeyInfo();
}
