using System.Security.Authentication;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>Puts failed TLS handshakes into words.</summary>
public static class TlsFailure
{
    // What OpenSSL and .NET say, and what it means to someone who wants to reach a cluster.
    private static readonly (string Text, string Meaning)[] Known =
    [
        ("certificate required", "the server demands a client certificate and none was given"),
        ("bad certificate", "the server refuses the client certificate"),
        ("unknown ca", "the server does not trust the authority that signed the client certificate"),
        ("certificate unknown", "the server refuses the client certificate"),
        ("certificate expired", "the server refuses the client certificate: it has expired"),
        ("certificate revoked", "the server refuses the client certificate: it is revoked"),
        ("unrecognized name", "the server does not know the host name it was asked for; check server and tls-server-name"),
        ("protocol version", "server and client share no TLS version"),
        ("wrong version number", "the server does not speak TLS; it may be plain http"),
        ("Cannot determine the frame size", "the server does not speak TLS; it may be plain http"),
        ("handshake failure", "server and client cannot agree on a TLS handshake"),
        ("unexpected EOF", "the server closed the connection during the TLS handshake"),
    ];

    /// <summary>
    /// One line that says why TLS failed, such as "the server's certificate is not signed by certificate-authority-data of
    /// cluster "x"…"; null when <paramref name="exception"/> and its causes have nothing to do with TLS.
    /// </summary>
    public static string? Describe(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var isTls = false;
        string? innermost = null;
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is TlsVerificationException verification)
                return verification.Message;
            isTls |= e is AuthenticationException || IsTlsLibrary(e);
            innermost = e.Message;
            if (isTls && Meaning(e.Message) is { } meaning)
                return meaning;
        }

        return isTls ? "TLS failed: " + SingleLine.Of(innermost!) : null;
    }

    // OpenSSL's own exception type is not public; after the handshake it travels inside an IOException.
    private static bool IsTlsLibrary(Exception e) => e.GetType().Name.Contains("Ssl", StringComparison.Ordinal);

    private static string? Meaning(string message)
    {
        foreach (var (text, meaning) in Known)
        {
            if (message.Contains(text, StringComparison.OrdinalIgnoreCase))
                return meaning;
        }

        return null;
    }
}
