using Scanner.ApiServer.Connections.Credentials;

namespace Scanner.ApiServer.Connections.Oidc;

/// <summary>
/// The identity token of a kubeconfig's OpenID Connect login while it is good, then those that the issuer gives for its refresh token.
/// As in client-go, a 401 does not make it ask for another: the server has seen the token and does not want its owner.
/// </summary>
internal sealed class OidcCredentialSource(OidcSettings settings, ConnectionEnvironment environment) : ICredentialSource
{
    private readonly RenewedCredential _credential = new(environment.Clock);
    private readonly OidcTokenFile _file = new(settings, environment.Prompts);
    private string? _idToken = settings.IdToken;
    private string? _refreshToken = settings.RefreshToken;

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => _credential.GetAsync(FetchAsync, cancellationToken);

    public void Invalidate(Credential rejected)
    {
        // The summary says why.
    }

    // Called once at a time.
    private async Task<ExpiringCredential> FetchAsync(CancellationToken cancellationToken)
    {
        if (_idToken is { } held)
        {
            var end = IdToken.EndOf(held)
                ?? throw settings.Error($"has an {OidcSettings.IdTokenKey} that is no JSON Web Token; log in again");
            if (RenewedCredential.IsGood(end, environment.Clock))
                return new ExpiringCredential(Credential.Bearer(held), end);
        }

        if (_refreshToken is not { } refresh)
        {
            throw settings.Error(
                $"has no {OidcSettings.IdTokenKey} that is still good, and no {OidcSettings.RefreshTokenKey} to get another with; "
                + "log in again");
        }

        var tokens = await new OidcIssuer(settings, environment).RefreshAsync(refresh, cancellationToken);
        var newEnd = IdToken.EndOf(tokens.IdToken) ?? throw settings.Error("got an id_token from its issuer that is no JSON Web Token");
        // The issuer may take each refresh token once only; kubectl would be logged out without the new one.
        if (tokens.RefreshToken is { } next && next != refresh)
            _file.Write(tokens.IdToken, _refreshToken = next);
        _idToken = tokens.IdToken;
        return new ExpiringCredential(Credential.Bearer(tokens.IdToken), newEnd);
    }
}
