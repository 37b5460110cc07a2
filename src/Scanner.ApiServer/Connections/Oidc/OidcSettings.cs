using System.Security.Cryptography.X509Certificates;
using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Oidc;

/// <summary>A user's <c>auth-provider</c> named oidc, read and checked.</summary>
/// <param name="Provider">Where it stands in the kubeconfig, and the user, for messages.</param>
internal sealed record OidcSettings(ConfigMap Provider)
{
    public const string IdTokenKey = "id-token";
    public const string RefreshTokenKey = "refresh-token";

    /// <summary>The issuer's URL, as it is written.</summary>
    public required ConfigText Issuer { get; init; }

    public required string ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>The identity token that the kubeconfig holds; null when it holds none.</summary>
    public string? IdToken { get; init; }

    /// <summary>What a new one is got with; null when the kubeconfig holds none.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The only authorities trusted to sign the issuer's certificate; null for the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Where <see cref="Authorities"/> come from, in words for messages.</summary>
    public string? AuthorityOrigin { get; init; }

    public static OidcSettings Read(ConfigMap provider, ConnectionEnvironment environment)
    {
        var config = provider.Map("config", provider.Subject) ?? provider.Nothing(provider.Subject);
        var issuer = config.Text("idp-issuer-url") ?? throw Missing(config, "idp-issuer-url");
        var client = config.Text("client-id") ?? throw Missing(config, "client-id");
        // As in client-go, the data goes before the file, whose path knows no other place than the current directory.
        var pem = PemText.OfData(config, "idp-certificate-authority")
            ?? PemText.OfFile(config, "idp-certificate-authority", environment.CurrentDirectory);
        return new OidcSettings(config)
        {
            Issuer = issuer,
            ClientId = client.Value,
            ClientSecret = config.Text("client-secret")?.Value,
            IdToken = config.Text(IdTokenKey)?.Value,
            RefreshToken = config.Text(RefreshTokenKey)?.Value,
            Authorities = pem?.ReadCertificates(),
            AuthorityOrigin = pem?.Origin,
        };
    }

    /// <summary>Where it stands; all else is secret.</summary>
    public override string ToString() => Issuer.ToString();

    /// <summary>An error about the login; <paramref name="problem"/> goes on after its name.</summary>
    public ConnectionConfigurationException Error(string problem, Exception? cause = null) =>
        Provider.Location.Error($"{Provider.Subject}: auth-provider oidc {problem}", cause);

    private static ConnectionConfigurationException Missing(ConfigMap config, string key) =>
        config.Error($"auth-provider oidc has no {key} in its config");
}
