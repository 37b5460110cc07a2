using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Http;

/// <summary>
/// Judges the server's certificate with the meaning of a kubeconfig: it must carry the name and be signed by one of the cluster's
/// authorities, of which every one is an anchor, self-signed or not.
/// </summary>
internal sealed class ServerCertificateCheck(ClusterConnection connection, TimeProvider clock)
{
    private const X509ChainStatusFlags Untrusted =
        X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;

    private string ExpectedName => connection.TlsServerName ?? connection.Server.IdnHost;

    /// <summary>
    /// How .NET is to build its chain. That is looked at for the system's authorities only; nothing is ever fetched for it, since a
    /// certificate that nobody has verified yet would say from where.
    /// </summary>
    public X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (connection.CertificateAuthorities is not null)
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        return policy;
    }

    /// <exception cref="TlsVerificationException">The certificate is refused; the message says why.</exception>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (connection.InsecureSkipTlsVerify)
            return true;
        if (certificate is not X509Certificate2 leaf || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            throw new TlsVerificationException("the server sent no certificate");
        if ((connection.CurrentAuthorities?.Invoke() ?? connection.CertificateAuthorities) is { } authorities)
        {
            if (CertificatePath.Find(leaf, chain?.ChainPolicy.ExtraStore ?? [], authorities, clock.GetUtcNow()) is { } problem)
                throw new TlsVerificationException(SingleLine.Of(Describe(problem, leaf)));
        }
        else if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            throw new TlsVerificationException(SingleLine.Of(DescribeChain(leaf, chain)));
        }

        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && IsFor(ExpectedName, leaf)
            ? true
            : throw new TlsVerificationException(DescribeName(leaf));
    }

    // Unlike .NET, Go does not take a subject's common name for a host.
    private static bool IsFor(string name, X509Certificate2 leaf)
    {
        try
        {
            return leaf.MatchesHostname(name.Trim('[', ']'), allowWildcards: true, allowCommonName: false);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private string Describe(PathProblem problem, X509Certificate2 leaf)
    {
        var of = problem.Certificate;
        var isServer = ReferenceEquals(of, leaf);
        var which = Name(of, isServer);
        return problem.Kind switch
        {
            PathProblemKind.NotSigned => NotSigned(leaf),
            PathProblemKind.NotValidNow => DescribeTime(of, which, clock.GetUtcNow().UtcDateTime),
            PathProblemKind.NotForServers => $"{which} is not meant for servers{(isServer ? $" (it is for {leaf.Subject})" : "")}",
            PathProblemKind.MayNotSign => $"{which}, which signed the server's certificate, may not do so",
            _ => $"{which} is not valid: something critical in it is not understood",
        };
    }

    // Only for the system's authorities.
    private string DescribeChain(X509Certificate2 leaf, X509Chain? chain)
    {
        var flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            var late = chain!.ChainElements.First(element =>
                element.ChainElementStatus.Any(status => status.Status is X509ChainStatusFlags.NotTimeValid));
            var which = Name(late.Certificate, ReferenceEquals(late, chain.ChainElements[0]));
            return DescribeTime(late.Certificate, which, chain.ChainPolicy.VerificationTime.ToUniversalTime());
        }

        if ((flags & Untrusted) != X509ChainStatusFlags.NoError)
            return NotSigned(leaf);
        if (flags.HasFlag(X509ChainStatusFlags.NotValidForUsage))
            return $"the server's certificate is not meant for servers (it is for {leaf.Subject})";
        var problems = chain?.ChainStatus.Select(status => status.StatusInformation.Trim()) ?? [];
        return $"the server's certificate is not valid: {string.Join("; ", problems)} (it is for {leaf.Subject})";
    }

    private static string Name(X509Certificate2 certificate, bool isServer) =>
        isServer ? "the server's certificate" : $"the certificate authority {certificate.Subject}";

    private string NotSigned(X509Certificate2 leaf) =>
        $"the server's certificate is not signed by {connection.CertificateAuthorityOrigin} "
        + $"(it is for {leaf.Subject}, issued by {leaf.Issuer})";

    private static string DescribeTime(X509Certificate2 certificate, string which, DateTime utcNow) =>
        utcNow < certificate.NotBefore.ToUniversalTime()
        ? $"{which} is not valid before {Utc(certificate.NotBefore)}; compare the clocks"
        : $"{which} expired at {Utc(certificate.NotAfter)}";

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
