namespace Scanner.ApiServer.Connections.Oidc;

/// <summary>What an issuer answers to a refresh.</summary>
internal sealed record OidcTokens(string IdToken, string? RefreshToken)
{
    /// <summary>Nothing of the tokens.</summary>
    public override string ToString() => nameof(OidcTokens);
}
