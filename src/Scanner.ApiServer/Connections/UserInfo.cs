using System.Text.RegularExpressions;

namespace Scanner.ApiServer.Connections;

/// <summary>Takes user names and passwords out of URLs that messages quote.</summary>
internal static partial class UserInfo
{
    private const string Hidden = "***@";

    /// <summary>
    /// A text that may hold URLs, such as what a plugin said, with <c>***</c> in the place of everything between <c>://</c> and the last
    /// <c>@</c> of the word: a password may hold a slash, or an <c>@</c>, that somebody forgot to escape.
    /// </summary>
    public static string Hide(string text) =>
        text.Contains('@', StringComparison.Ordinal) ? Words().Replace(text, "${scheme}" + Hidden) : text;

    /// <summary>A value that should be one URL and may be none: whatever stands before its last <c>@</c> is left out.</summary>
    public static string HideIn(string url)
    {
        var at = url.LastIndexOf('@');
        if (at < 0)
            return url;
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 || scheme > at ? "" : url[..(scheme + 3)]) + Hidden + url[(at + 1)..];
    }

    /// <summary>The address without user name and password.</summary>
    public static Uri Without(Uri address) =>
        address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = "", Password = "" }.Uri;

    [GeneratedRegex(@"(?<scheme>[A-Za-z][A-Za-z0-9+.-]*://)[^\s'""<>]*@", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
