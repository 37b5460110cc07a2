using System.Net;
using System.Net.Http.Headers;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Connections.Tls;
using Scanner.Core;
using Scanner.Publishing.Notifications;
using Scanner.Remote;
using Scanner.Usage;
using Scanner.Worker.Settings;

namespace Scanner.Worker.Notifications;

/// <summary>
/// Posts to the configured URL, which is read anew for each message, as is the secret. No redirect is followed: the body would go where nobody
/// meant it to. Of what the receiver answers nothing but the status is looked at, and of the URL nothing but the host is told.
/// </summary>
internal sealed class NotificationReceiver(NotifySettings settings, TimeProvider time) : INotificationReceiver
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>The host of the URL, and nothing more of it.</summary>
    public string Name
    {
        get
        {
            try
            {
                return settings.ReadUrl().Authority;
            }
            catch (UsageException)
            {
                return "a receiver whose URL cannot be read now";
            }
        }
    }

    public async Task<DeliveryOutcome> SendAsync(string delivery, byte[] body, CancellationToken cancellationToken)
    {
        var host = "the receiver";
        using var timeout = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var url = settings.ReadUrl();
            host = url.Authority;
            var connection = LoneServer.Connection(url, new ConnectionOptions { CertificateAuthority = settings.CertificateAuthority });
            using var http = new HttpMessageInvoker(HttpHandlerFactory.Create(connection));
            using var message = Message(url, delivery, body);
            using var response = await http.SendAsync(message, either.Token);
            return Outcome(host, response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Ours, or that of the connection below.
            return new DeliveryOutcome($"{host} gave no answer within {s_limit.TotalSeconds} s");
        }
        catch (UsageException)
        {
            // Its file is being replaced, perhaps.
            return new DeliveryOutcome("the URL or the secret of notify cannot be read or used any more");
        }
        catch (ConnectionConfigurationException)
        {
            return new DeliveryOutcome("the certificates of notify.certificateAuthority cannot be read");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new DeliveryOutcome($"{host} cannot be reached: {PlainText.OneLine(Cause(e))}");
        }
    }

    private HttpRequestMessage Message(Uri url, string delivery, byte[] body)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.UserAgent.ParseAdd("ephemeral-scanner");
        message.Headers.TryAddWithoutValidation(WebhookSignature.DeliveryHeader, delivery);
        if (settings.ReadSecret() is { } secret)
        {
            var timestamp = WebhookSignature.Timestamp(time.GetUtcNow());
            message.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, timestamp);
            message.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Of(secret, timestamp, body));
        }

        return message;
    }

    private DeliveryOutcome Outcome(string host, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
            return DeliveryOutcome.Delivered;
        var problem = $"{host} answered HTTP {status}";
        if (status is >= 300 and < 400)
            return new DeliveryOutcome($"{problem}: redirects are not followed", IsFinal: true);
        var isBusy = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 || status >= 500;
        var after = response.Headers.RetryAfter;
        return new DeliveryOutcome(problem, IsFinal: !isBusy, after?.Delta ?? (after?.Date - time.GetUtcNow()));
    }

    // The message of the exception itself may quote the URL.
    private static string Cause(Exception e) =>
        TlsFailure.Describe(e) ?? (e.GetBaseException() is System.Net.Sockets.SocketException socket ? socket.Message : "the connection failed");
}
