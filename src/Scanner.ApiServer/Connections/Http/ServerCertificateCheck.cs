using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Http;

/// <summary>
/// Judges the server's certificate with the meaning of a kubeconfig: it must carry the name and be signed by one of the cluster's
/// authorities, of which every one is an anchor, self-signed or not.
/// </summary>
internal sealed class ServerCertificateCheck(ClusterConnection connection)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private const X509ChainStatusFlags Untrusted =
        X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;

    private string ExpectedName => connection.TlsServerName ?? connection.Server.IdnHost;

    /// <summary>How the chain is to be built; null for the system's own way.</summary>
    public X509ChainPolicy? ChainPolicy()
    {
        if (connection.CertificateAuthorities is not { } authorities)
            return null;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ServerAuthentication));
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <exception cref="TlsVerificationException">The certificate is refused; the message says why.</exception>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (connection.InsecureSkipTlsVerify)
            return true;
        if (certificate is not X509Certificate2 leaf || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            throw new TlsVerificationException("the server sent no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && !EndsAtAnchor(chain))
            throw new TlsVerificationException(DescribeChain(leaf, chain));
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw new TlsVerificationException(DescribeName(leaf));
        return true;
    }

    // A chain that ends at an intermediate authority of ours is partial to .NET, but complete to kubectl. Its signatures were
    // verified: a bad one is a status of its own.
    private bool EndsAtAnchor(X509Chain? chain) =>
        chain is not null
        && connection.CertificateAuthorities is { } authorities
        && chain.ChainStatus.All(status => status.Status is X509ChainStatusFlags.PartialChain)
        && chain.ChainElements.Any(element => authorities.Any(authority => IsSame(authority, element.Certificate)));

    private static bool IsSame(X509Certificate2 one, X509Certificate2 other) =>
        one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    private string DescribeChain(X509Certificate2 leaf, X509Chain? chain)
    {
        var flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return DescribeTime(chain!);
        if ((flags & Untrusted) != X509ChainStatusFlags.NoError)
        {
            return $"the server's certificate is not signed by {connection.CertificateAuthorityOrigin} "
                + $"(it is for {leaf.Subject}, issued by {leaf.Issuer})";
        }

        if (flags.HasFlag(X509ChainStatusFlags.NotValidForUsage))
            return $"the server's certificate is not meant for servers (it is for {leaf.Subject})";
        var problems = chain?.ChainStatus.Select(status => status.StatusInformation.Trim()) ?? [];
        return SingleLine.Of($"the server's certificate is not valid: {string.Join("; ", problems)} (it is for {leaf.Subject})");
    }

    private static string DescribeTime(X509Chain chain)
    {
        var late = chain.ChainElements.First(element =>
            element.ChainElementStatus.Any(status => status.Status is X509ChainStatusFlags.NotTimeValid));
        var certificate = late.Certificate;
        var isServer = ReferenceEquals(late, chain.ChainElements[0]);
        var which = isServer ? "the server's certificate" : $"the certificate authority {certificate.Subject}";
        return chain.ChainPolicy.VerificationTime < certificate.NotBefore
            ? $"{which} is not valid before {Utc(certificate.NotBefore)}; compare the clocks"
            : $"{which} expired at {Utc(certificate.NotAfter)}";
    }

    private string DescribeName(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(san => san.EnumerateDnsNames().Concat(san.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToList();
        var valid = names.Count == 0 ? "it names no host" : "it is valid for " + string.Join(", ", names);
        return SingleLine.Of(
            $"the server's certificate is not for {ExpectedName} ({valid}); "
            + "set tls-server-name to one of its names if this is the right server");
    }

    private static string Utc(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
