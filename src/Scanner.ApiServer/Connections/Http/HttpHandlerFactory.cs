namespace Scanner.ApiServer.Connections.Http;

/// <summary>Makes the lower end of an HttpClient that talks to one cluster.</summary>
public static class HttpHandlerFactory
{
    /// <summary>
    /// Sends as configured: trust in the cluster's authorities, client certificate (its rotation too), proxy, HTTP/2 with pings; no
    /// redirects, no cookies, no decompression. Sets no headers; put an <see cref="AuthorizationHandler"/> on top, or use
    /// <see cref="CreateAuthorized"/>. What fails in TLS is put into words by <see cref="TlsFailure"/>.
    /// </summary>
    public static HttpMessageHandler Create(ClusterConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new ClusterTransport(connection);
    }

    /// <summary>As <see cref="Create"/>, below an <see cref="AuthorizationHandler"/>.</summary>
    public static HttpMessageHandler CreateAuthorized(ClusterConnection connection) =>
        new AuthorizationHandler(connection) { InnerHandler = Create(connection) };
}
