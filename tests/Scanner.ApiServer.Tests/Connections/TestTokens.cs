using System.Text;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>Identity tokens that nobody signed.</summary>
internal static class TestTokens
{
    /// <param name="claims">JSON.</param>
    public static string Of(string claims) => $"{Part("{\"alg\":\"RS256\"}")}.{Part(claims)}.{Part("sig")}";

    /// <summary>A token that ends at a time, in seconds since 1970.</summary>
    public static string Until(string end) => Of($"{{\"iss\":\"https://idp.example\",\"exp\":{end}}}");

    private static string Part(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
