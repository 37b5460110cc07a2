using System.Buffers.Text;
using System.Text.Json;

namespace Scanner.ApiServer.Connections.Oidc;

/// <summary>
/// What an identity token says about itself (https://openid.net/specs/openid-connect-core-1_0.html#IDToken); nothing is verified.
/// </summary>
internal static class IdToken
{
    /// <summary>When it ends, the beginning of time when it does not say; null for a text that is no such token.</summary>
    public static DateTimeOffset? EndOf(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !HeaderText.IsToken(token))
            return null;
        try
        {
            using var claims = UnicodeJson.Parse(Base64Url.DecodeFromChars(parts[1]));
            if (claims.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            return claims.RootElement.TryGetProperty("exp", out var end) ? At(end) : DateTimeOffset.UnixEpoch;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset? At(JsonElement seconds)
    {
        if (seconds.ValueKind != JsonValueKind.Number)
            return null;
        var most = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(seconds.GetDouble(), 0, most));
    }
}
