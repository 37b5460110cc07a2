namespace Scanner.ApiServer.Tests.Connections;

/// <summary>
/// An OpenID Connect issuer below <c>/idp</c> of a server. The refresh token says what it answers: <c>good</c> is taken, <c>rotated</c> too
/// but for another one, <c>spent</c> is refused, <c>empty</c> brings no identity token, <c>words</c> no JSON. The client <c>form</c> is known
/// from the form only.
/// </summary>
internal static class TestIssuerAnswers
{
    public const string Renewed = "4102444801";

    /// <summary>The answer to a request; null for one that is not for the issuer.</summary>
    public static string? To(string request)
    {
        var line = request[..request.IndexOf('\r', StringComparison.Ordinal)];
        if (!line.Contains(" /idp/", StringComparison.Ordinal))
            return null;
        if (line.StartsWith("GET /idp/.well-known/openid-configuration ", StringComparison.Ordinal))
            return $"200 OK\n\n{{\"issuer\":\"x\",\"token_endpoint\":\"https://{Host(request)}/idp/token\"}}";
        return line.StartsWith("POST /idp/token ", StringComparison.Ordinal) ? Token(request) : "404 Not Found";
    }

    private static string Host(string request) =>
        request.Split("\r\n").First(line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))[5..].Trim();

    private static string Token(string request)
    {
        var form = request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Split('&')
            .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        if (form["grant_type"] != "refresh_token")
            return "400 Bad Request";
        var inHeader = request.Contains("Authorization: Basic", StringComparison.OrdinalIgnoreCase);
        if (!inHeader && form.GetValueOrDefault("client_id") != "form")
            return "401 Unauthorized\n\n{\"error\":\"invalid_client\"}";
        if (inHeader && !request.Contains("Authorization: Basic bWU6cytz", StringComparison.OrdinalIgnoreCase))
            return "401 Unauthorized\n\n{\"error\":\"invalid_client\"}";
        return form["refresh_token"] switch
        {
            "good" => Tokens(Renewed, "good"),
            "rotated" => Tokens(Renewed, "good"),
            // The first of two, and a token that ends early.
            "rotated-twice" => Tokens("1767226500", "rotated"),
            "empty" => "200 OK\n\n{\"access_token\":\"a\"}",
            "words" => "200 OK\n\nwords",
            _ => "400 Bad Request\n\n{\"error\":\"invalid_grant\",\"error_description\":\"Token is\\nspent\"}",
        };
    }

    private static string Tokens(string end, string refresh) =>
        $"200 OK\n\n{{\"access_token\":\"a\",\"id_token\":\"{TestTokens.Until(end)}\",\"refresh_token\":\"{refresh}\"}}";
}
