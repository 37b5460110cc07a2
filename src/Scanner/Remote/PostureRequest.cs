using System.Net;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.Core;
using Scanner.Publishing.Web;
using Scanner.Usage;

namespace Scanner.Remote;

/// <summary>Which worker to ask for its posture, and with what.</summary>
/// <param name="Url">The whole address.</param>
/// <param name="Token">A secret; null for none.</param>
/// <param name="Connection">Of these, what is about TLS and time counts; nothing of a kubeconfig does.</param>
internal sealed record PostureRequest(Uri Url, string? Token, ConnectionOptions Connection)
{
    private const string Instead = "give an https address, or kubectl port-forward and http://127.0.0.1:8081";

    /// <param name="url">With or without the path of the posture.</param>
    /// <exception cref="UsageException">It is no address, or a token would go over it in plain text.</exception>
    public static PostureRequest Of(string url, string? token, ConnectionOptions connection)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var given) || given.Scheme is not ("http" or "https") || given.Host.Length == 0)
            throw new UsageException($"--url {PlainText.OneLine(url)}: give an address such as http://127.0.0.1:8081");
        if (given.UserInfo.Length > 0)
            throw new UsageException("--url: holds a user name or password; give --token or --token-file instead");
        if (given.Query.Length > 0 || given.Fragment.Length > 0)
            throw new UsageException($"--url {PlainText.OneLine(url)}: give the address alone, without a query");
        if (token is not null && given.Scheme == Uri.UriSchemeHttp && !IsLoopback(given))
            throw new UsageException(
                $"--url {given.GetLeftPart(UriPartial.Authority)}: a token over plain http can be read by everybody on the way; " + Instead);
        var path = given.AbsolutePath.TrimEnd('/');
        return new PostureRequest(
            new Uri(given.GetLeftPart(UriPartial.Authority) + (path.EndsWith(PostureServices.Path, StringComparison.Ordinal) ? path : path + PostureServices.Path)), token, connection);
    }

    // Not by what a name resolves to: that is for others to decide.
    private static bool IsLoopback(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    /// <summary>The address; nothing else, as the token is a secret.</summary>
    public override string ToString() => Url.AbsoluteUri;
}
