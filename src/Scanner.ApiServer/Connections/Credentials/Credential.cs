using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Credentials;

/// <summary>What a request proves its identity with; equal when it proves the same. Its text never shows a secret.</summary>
public sealed class Credential(string? authorization, ClientCertificate? clientCertificate) : IEquatable<Credential>
{
    /// <summary>No credential: the server takes the request as anonymous.</summary>
    public static Credential None { get; } = new(authorization: null, clientCertificate: null);

    /// <summary>The value of the <c>Authorization</c> header; null to send none.</summary>
    public string? Authorization { get; } = authorization;

    /// <summary>The certificate to present in the TLS handshake; null for none.</summary>
    public ClientCertificate? ClientCertificate { get; } = clientCertificate;

    /// <summary>A credential of a bearer token.</summary>
    public static Credential Bearer(string token) => new("Bearer " + token, clientCertificate: null);

    /// <inheritdoc/>
    public bool Equals(Credential? other) =>
        other is not null && Authorization == other.Authorization && Equals(ClientCertificate, other.ClientCertificate);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Credential);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Authorization, ClientCertificate);

    /// <inheritdoc/>
    public override string ToString() => (Authorization, ClientCertificate) switch
    {
        (null, null) => "anonymous",
        (null, _) => "client certificate",
        (_, null) => "authorization header",
        _ => "authorization header and client certificate",
    };
}
