using System.Net;
using Scanner.ApiServer.Connections.Credentials;

namespace Scanner.ApiServer.Connections.Http;

/// <summary>
/// Sets Authorization and Impersonate headers. On a 401 it has the credential read anew, and sends the request once more if that gave
/// another one; the request's contents must therefore be buffered. A credential that cannot be had surfaces as
/// <see cref="ConnectionConfigurationException"/> from the request.
/// </summary>
public sealed class AuthorizationHandler(ClusterConnection connection) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (connection.Impersonation is { } who)
            ImpersonationHeaders.Apply(request, who);

        var credential = await connection.Credentials.GetAsync(cancellationToken);
        Authorize(request, credential);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;

        connection.Credentials.Invalidate(credential);
        Credential renewed;
        try
        {
            renewed = await connection.Credentials.GetAsync(cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }

        if (renewed.Equals(credential))
            return response;
        response.Dispose();
        Authorize(request, renewed);
        return await base.SendAsync(request, cancellationToken);
    }

    private static void Authorize(HttpRequestMessage request, Credential credential)
    {
        request.Headers.Remove("Authorization");
        if (credential.Authorization is { } value)
            request.Headers.TryAddWithoutValidation("Authorization", value);
    }
}
