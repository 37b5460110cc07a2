using Microsoft.Extensions.Primitives;

namespace Scanner.Publishing.Web;

/// <summary>Reads an <c>Authorization</c> header of RFC 6750.</summary>
internal static class BearerToken
{
    public const string Scheme = "Bearer";

    /// <summary>Longer than any token of a cluster; the API server takes no larger one from a header either.</summary>
    private const int Longest = 16 * 1024;

    /// <summary>Null where there is none, more than one, or one of characters that no token has.</summary>
    public static string? Of(StringValues authorization)
    {
        if (authorization is not [{ } header] || header.Split(' ', 2, StringSplitOptions.TrimEntries) is not [var scheme, var token])
            return null;
        return scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase) && token.Length is > 0 and <= Longest && token.All(c => c is > ' ' and <= '~')
            ? token
            : null;
    }
}
