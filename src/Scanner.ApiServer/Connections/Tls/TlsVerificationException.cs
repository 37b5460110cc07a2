using System.Security.Authentication;

namespace Scanner.ApiServer.Connections.Tls;

/// <summary>The server's certificate is not good enough; the message is one line that says why.</summary>
internal sealed class TlsVerificationException(string message) : AuthenticationException(message);
