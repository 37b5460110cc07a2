using System.Security.Cryptography;
using System.Text;
using Scanner.Core.Cluster;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings;

/// <summary>What is fixed of a rule, a public contract.</summary>
/// <param name="Id">For example <c>ES101</c>.</param>
/// <param name="Severity">The usual one; a rule may raise it.</param>
/// <param name="Because">Why the usual severity is that, as of <see cref="Rating.Because"/>.</param>
public sealed record RuleIdentity(string Id, string Title, Severity Severity, string Because)
{
    /// <summary>Where the rules are explained: the page that docs/rules.md is, at the domain of the project's API group.</summary>
    public const string DocsBase = "https://ephemeral-scanner.io/docs/rules";

    public Rating Usual => new(Severity, Because);


    /// <param name="distinct">Tells apart findings of one rule about one resource; empty when there is at most one.</param>
    /// <param name="subject">As of <see cref="Finding.Subject"/>.</param>
    public Finding Find(
        ResourceReference resource,
        string message,
        Remedy remedy,
        string distinct = "",
        Rating? rating = null,
        Subject? subject = null) =>
        new(
            FindingId(resource, distinct),
            Id,
            Title,
            (rating ?? Usual).Severity,
            resource,
            message,
            remedy,
            $"{DocsBase}#{Id.ToLowerInvariant()}",
            Subject: subject)
        {
            SeverityBecause = (rating ?? Usual).Because,
        };

    // Only what names the thing goes in, so that the id survives new wording, new versions and other severities.
    private string FindingId(ResourceReference resource, string distinct)
    {
        var text = string.Join('\n', Id, resource.Kind, resource.Namespace, resource.Name, distinct);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
