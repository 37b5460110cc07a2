using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Oidc;

/// <summary>
/// Gets a new identity token for a refresh token: the token endpoint from the issuer's discovery document
/// (https://openid.net/specs/openid-connect-discovery-1_0.html), then a refresh request (RFC 6749, section 6).
/// </summary>
internal sealed class OidcIssuer(OidcSettings settings, ConnectionEnvironment environment)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <exception cref="ConnectionConfigurationException">The issuer gives none; the message says why and holds no token.</exception>
    public async Task<OidcTokens> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var discovery = Encrypted(settings.Issuer.Value.TrimEnd('/') + "/.well-known/openid-configuration", "idp-issuer-url");
        using var timeout = new CancellationTokenSource(s_limit, environment.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await RefreshAsync(discovery, refreshToken, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"no answer within {s_limit.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Failed(TlsFailure.Describe(e) ?? e.GetBaseException().Message, e);
        }
        catch (JsonException e)
        {
            // The parser's message may quote a token.
            throw Failed("it answered something that is not JSON", e);
        }
    }

    private async Task<OidcTokens> RefreshAsync(Uri discovery, string refreshToken, CancellationToken cancellationToken)
    {
        using var http = Client(discovery);
        using var metadata = await SendAsync(http, new HttpRequestMessage(HttpMethod.Get, discovery), cancellationToken);
        if (metadata.Status != HttpStatusCode.OK)
            throw Failed($"{discovery.AbsolutePath} answers HTTP {(int)metadata.Status}");
        var named = metadata.Text("token_endpoint") ?? throw Failed("its discovery document names no token_endpoint");
        var endpoint = Encrypted(named, "the token_endpoint");
        using var sender = Client(endpoint);
        // As golang.org/x/oauth2: the client in the header first, where the standard wants it, then in the form.
        using var first = await SendAsync(sender, TokenRequest(endpoint, refreshToken, inHeader: true), cancellationToken);
        if (first.IsSuccess)
            return Tokens(first);
        using var second = await SendAsync(sender, TokenRequest(endpoint, refreshToken, inHeader: false), cancellationToken);
        return second.IsSuccess ? Tokens(second) : throw Failed($"it answers HTTP {(int)second.Status} {second.Problem}; log in again");
    }

    private OidcTokens Tokens(OidcAnswer answer) => new(
        answer.Text("id_token") ?? throw Failed(answer.Problem is { Length: > 0 } problem
            ? $"it answers {problem}; log in again"
            : "its answer has no id_token; was the scope openid asked for at login?"),
        answer.Text("refresh_token"));

    private HttpRequestMessage TokenRequest(Uri endpoint, string refreshToken, bool inHeader)
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "refresh_token"), new("refresh_token", refreshToken) };
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        if (inHeader)
        {
            var client = $"{WebUtility.UrlEncode(settings.ClientId)}:{WebUtility.UrlEncode(settings.ClientSecret ?? "")}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(client)));
        }
        else
        {
            form.Add(new("client_id", settings.ClientId));
            if (settings.ClientSecret is { } secret)
                form.Add(new("client_secret", secret));
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    // The cluster's proxy-url is not the issuer's, but the environment's proxy is.
    private HttpMessageInvoker Client(Uri address)
    {
        var connection = new ClusterConnection
        {
            Server = new Uri(address.GetLeftPart(UriPartial.Authority)),
            CertificateAuthorities = settings.Authorities,
            Proxy = EnvironmentProxy.For(address, environment),
            Credentials = StaticCredentialSource.Anonymous,
        };
        if (settings.AuthorityOrigin is { } origin)
            connection = connection with { CertificateAuthorityOrigin = origin };
        return new HttpMessageInvoker(HttpHandlerFactory.Create(connection));
    }

    private static async Task<OidcAnswer> SendAsync(
        HttpMessageInvoker http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await http.SendAsync(request, cancellationToken);
            return await OidcAnswer.ReadAsync(response, cancellationToken);
        }
    }

    // Tokens go over https only, or to this very machine.
    private Uri Encrypted(string text, string what) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw Failed($"{what} {UserInfo.HideIn(text)} is no https URL, and tokens are not sent over plain http");

    private ConnectionConfigurationException Failed(string problem, Exception? cause = null) =>
        settings.Error($"could not be refreshed at {UserInfo.HideIn(settings.Issuer.Value)}: {problem}", cause);
}
