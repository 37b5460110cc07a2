using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Scanner.Tests.Worker.Notifications;

/// <summary>A receiver of webhooks on loopback, with TLS or without, that answers as the test says.</summary>
internal sealed class TestReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    public TestReceiver(bool tls = false)
    {
        _certificate = tls ? Certificate() : null;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The status lines and headers of answers to come; 204 when there is none left.</summary>
    public ConcurrentQueue<string> Answers { get; } = [];

    /// <summary>What came in.</summary>
    public ConcurrentQueue<(string Target, Dictionary<string, string> Headers, string Body)> Received { get; } = [];

    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook/T0P-SECRET";

    public string CertificatePem => _certificate!.ExportCertificatePem();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _certificate?.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            try
            {
                await ServeAsync(client);
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // A client that does not trust the certificate goes away.
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Stream stream = client.GetStream();
        if (_certificate is not null)
        {
            var ssl = new SslStream(stream);
            await ssl.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
            stream = ssl;
        }

        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var target = (await reader.ReadLineAsync(_stopping.Token))!;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var body = new char[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(body, _stopping.Token);
        Received.Enqueue((target, headers, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body))));
        var answer = Answers.TryDequeue(out var next) ? next : "204 No Content";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stopping.Token);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=receiver", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
