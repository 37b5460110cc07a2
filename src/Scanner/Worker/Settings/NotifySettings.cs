using Scanner.Core;
using Scanner.Publishing.Notifications;
using Scanner.Usage;

namespace Scanner.Worker.Settings;

/// <summary>Where changes of findings are sent, checked.</summary>
/// <param name="Url">Of the receiver. A secret: that of Slack is all that it takes to write there.</param>
/// <param name="Secret">By which messages are signed; null where nothing signs them.</param>
/// <param name="Least">The severity from which findings are sent.</param>
/// <param name="AllowHttp">Plain http is as good as https, elsewhere than on loopback too.</param>
/// <param name="CertificateAuthority">A file of PEM certificates that the receiver's must be signed by; null for those of the system.</param>
internal sealed record NotifySettings(
    SecretText Url, NotificationForm Form, SecretText? Secret, Severity Least, bool AllowHttp, string? CertificateAuthority)
{
    /// <summary>Less than this is guessed.</summary>
    public const int ShortestSecret = 16;

    /// <summary>Where to send. The message of what is wrong with it does not quote it.</summary>
    /// <exception cref="UsageException">It cannot be read or used.</exception>
    public Uri ReadUrl()
    {
        if (!Uri.TryCreate(Url.Read(), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
            throw new UsageException("is no URL, give one such as https://hooks.example.com/scanner");
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            throw new UsageException("holds a user name or a fragment, which are not sent: give a URL without them");
        if (url.Scheme == "http" && !url.IsLoopback && !AllowHttp)
            throw new UsageException("is plain http, which everybody on the way can read: give https, or set notify.allowHttp to true");
        return Form == NotificationForm.Alertmanager && !url.AbsolutePath.EndsWith(AlertmanagerForm.Path, StringComparison.Ordinal)
            ? new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/') + AlertmanagerForm.Path }.Uri
            : url;
    }

    /// <summary>Null where messages are not signed.</summary>
    /// <exception cref="UsageException">It cannot be read or used.</exception>
    public string? ReadSecret() => Secret?.Read() is not { } secret ? null
        : secret.Length >= ShortestSecret ? secret
        : throw new UsageException($"is shorter than {ShortestSecret} characters: give a random one, such as openssl rand -hex 32 prints");
}
