using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>
/// A loopback server of HTTP/1.1, with TLS or without, that answers every request by a function and keeps what it saw.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly Func<string, string> _answer;
    private readonly bool _http2;
    private readonly Task _accepting;

    private TestServer(X509Certificate2? certificate, Func<string, string>? answer, bool http2)
    {
        _http2 = http2;
        // A key in memory serves as it is on Linux only.
        _certificate = certificate is null ? null : X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        _answer = answer ?? (_ => "200 OK");
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public bool HasTls => _certificate is not null;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address(string scheme) => new($"{scheme}://127.0.0.1:{Port}");

    /// <summary>The head of every request, line by line.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The TLS name of every connection.</summary>
    public ConcurrentQueue<string> Names { get; } = [];

    /// <summary>The subject of every connection's client certificate; empty for none.</summary>
    public ConcurrentQueue<string> Clients { get; } = [];

    /// <param name="certificate">The server's certificate; null for plain HTTP.</param>
    /// <param name="answer">Makes the status line after the version of a request's head; default <c>200 OK</c>.</param>
    /// <param name="http2">Whether to agree on HTTP/2. It is not understood then: the greeting is kept as a request.</param>
    public static TestServer Start(X509Certificate2? certificate, Func<string, string>? answer = null, bool http2 = false) =>
        new(certificate, answer, http2);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
                stream = await HandshakeAsync(stream);
            await using var owned = stream;
            while (await ReadHeadAsync(stream) is { } head)
            {
                Requests.Enqueue(head);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {_answer(head)}\r\nContent-Length: 0\r\n\r\n"), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client's side tells what happened.
        }
    }

    private async Task<SslStream> HandshakeAsync(Stream stream)
    {
        var tls = new SslStream(stream);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ApplicationProtocols = _http2 ? [SslApplicationProtocol.Http2] : null,
        };
        await tls.AuthenticateAsServerAsync(options, _stop.Token);
        Names.Enqueue(tls.TargetHostName);
        Clients.Enqueue(tls.RemoteCertificate?.Subject ?? "");
        return tls;
    }

    private async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) > 0)
        {
            // A TLS greeting sent to a plain server; Go's answer to it.
            if (head.Length == 0 && one[0] == 0x16)
            {
                await stream.WriteAsync("HTTP/1.0 400 Bad Request\r\n\r\n"u8.ToArray(), _stop.Token);
                return null;
            }

            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                // Every body that the tests send is "{}".
                if (head.ToString().Contains("Content-Length: 2\r\n", StringComparison.Ordinal))
                    await stream.ReadExactlyAsync(new byte[2], _stop.Token);
                return head.ToString();
            }
        }

        return null;
    }
}
