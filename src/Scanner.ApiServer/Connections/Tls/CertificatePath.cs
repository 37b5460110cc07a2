using System.Security.Cryptography.X509Certificates;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>
/// Looks for some path from a server's certificate to some anchor, as Go does (crypto/x509, Certificate.Verify) and so kubectl. What .NET
/// gets from OpenSSL is one path: the first authority of a fitting name is taken, and where that is the old one after a rotation, or a
/// cross-signed one, the right one is not tried. Key identifiers are hints here; the signature decides.
/// </summary>
internal sealed class CertificatePath
{
    // As in Go, so that a server cannot keep us busy with a thicket of certificates.
    private const int MostSignatures = 100;

    private readonly List<PathCertificate> _anchors;
    private readonly List<PathCertificate> _others;
    private readonly DateTimeOffset _now;
    private PathProblem? _hint;
    private int _signatures;

    private CertificatePath(X509Certificate2Collection anchors, X509Certificate2Collection others, DateTimeOffset now)
    {
        _anchors = [.. anchors.Select(PathCertificate.Read).OfType<PathCertificate>()];
        _others = [.. others.Select(PathCertificate.Read).OfType<PathCertificate>()];
        _now = now;
    }

    /// <summary>Why <paramref name="leaf"/> is not to be trusted; null when it is. Its names are not looked at.</summary>
    /// <param name="leaf">The server's certificate.</param>
    /// <param name="others">What else the server sent, in any order, needed or not.</param>
    /// <param name="anchors">The authorities, self-signed or not; the leaf itself may be among them.</param>
    /// <param name="now">The time to judge at.</param>
    public static PathProblem? Find(
        X509Certificate2 leaf, X509Certificate2Collection others, X509Certificate2Collection anchors, DateTimeOffset now)
    {
        if (PathCertificate.Read(leaf) is not { } first || !first.IsUnderstood)
            return new PathProblem(PathProblemKind.NotUnderstood, leaf);
        if (!first.IsValidAt(now))
            return new PathProblem(PathProblemKind.NotValidNow, leaf);
        if (!first.IsForServers)
            return new PathProblem(PathProblemKind.NotForServers, leaf);
        var search = new CertificatePath(anchors, others, now);
        if (search._anchors.Exists(first.IsSame) || search.Leads([first]))
            return null;
        return search._hint ?? new PathProblem(PathProblemKind.NotSigned, leaf);
    }

    private bool Leads(List<PathCertificate> path) =>
        Candidates(_anchors, path).Any(anchor => Signs(anchor, path, isAnchor: true))
        || Candidates(_others, path).Any(other => Signs(other, path, isAnchor: false) && Leads([.. path, other]));

    private static IEnumerable<PathCertificate> Candidates(List<PathCertificate> all, List<PathCertificate> path) =>
        all.Where(candidate => candidate.HasIssued(path[^1]) && !path.Exists(candidate.IsSameAuthority));

    private bool Signs(PathCertificate authority, List<PathCertificate> path, bool isAnchor)
    {
        if (++_signatures > MostSignatures || !CertificateSignature.IsBy(path[^1].Certificate, authority.Certificate))
            return false;
        if (Problem(authority, path, isAnchor) is not { } problem)
            return true;
        _hint ??= new PathProblem(problem, authority.Certificate);
        return false;
    }

    private PathProblemKind? Problem(PathCertificate authority, List<PathCertificate> path, bool isAnchor)
    {
        if (!authority.IsUnderstood)
            return PathProblemKind.NotUnderstood;
        if (!authority.IsValidAt(_now))
            return PathProblemKind.NotValidNow;
        if (!authority.MaySign || (!isAnchor && !authority.IsAuthority))
            return PathProblemKind.MayNotSign;
        if (path.Count - 1 > authority.MostBelow || !authority.Allows(path[0]))
            return PathProblemKind.MayNotSign;
        return authority.IsForServers ? null : PathProblemKind.NotForServers;
    }
}
