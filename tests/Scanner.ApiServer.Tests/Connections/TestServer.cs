using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>
/// A loopback server of HTTP/1.1, with TLS or without, that answers every request by a function and keeps what it saw.
/// </summary>
internal sealed partial class TestServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly SslStreamCertificateContext? _chain;
    private readonly Func<string, string> _answer;
    private readonly bool _http2;
    private readonly Task _accepting;

    private TestServer(X509Certificate2? certificate, Func<string, string>? answer, bool http2, X509Certificate2Collection? more)
    {
        _http2 = http2;
        // A key in memory serves as it is on Linux only.
        _certificate = certificate is null ? null : X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        _chain = _certificate is null ? null : SslStreamCertificateContext.Create(_certificate, more, offline: true);
        _answer = answer ?? (_ => "200 OK");
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public bool HasTls => _certificate is not null;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address(string scheme) => new($"{scheme}://127.0.0.1:{Port}");

    /// <summary>The head of every request, line by line, and its body.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The TLS name of every connection.</summary>
    public ConcurrentQueue<string> Names { get; } = [];

    /// <summary>The subject of every connection's client certificate, and of those behind it, as in <c>CN=a + CN=b</c>; empty for none.</summary>
    public ConcurrentQueue<string> Clients { get; } = [];

    /// <param name="certificate">The server's certificate; null for plain HTTP.</param>
    /// <param name="answer">
    /// Makes the status line after the version of a request, and after an empty line the body, if any; default <c>200 OK</c>.
    /// </param>
    /// <param name="http2">Whether to agree on HTTP/2. It is not understood then: the greeting is kept as a request.</param>
    /// <param name="more">What to send beside the certificate.</param>
    public static TestServer Start(
        X509Certificate2? certificate, Func<string, string>? answer = null, bool http2 = false, X509Certificate2Collection? more = null) =>
        new(certificate, answer, http2, more);

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
                var answer = _answer(head).Split("\n\n", 2);
                var body = answer.Length > 1 ? answer[1] : "";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer[0]}\r\nContent-Length: {body.Length}\r\n\r\n{body}"), _stop.Token);
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
        IEnumerable<X509Certificate2> behind = [];
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _chain,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, _, chain, _) => Keep(chain),
            ApplicationProtocols = _http2 ? [SslApplicationProtocol.Http2] : null,
        };
        await tls.AuthenticateAsServerAsync(options, _stop.Token);
        Names.Enqueue(tls.TargetHostName);
        var own = tls.RemoteCertificate?.Subject ?? "";
        Clients.Enqueue(string.Join(" + ", behind.Select(more => more.Subject).Where(subject => subject != own).Prepend(own)));
        return tls;

        bool Keep(X509Chain? chain)
        {
            behind = [.. chain?.ChainPolicy.ExtraStore ?? []];
            return true;
        }
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
                var length = ContentLength().Match(head.ToString());
                var body = new byte[length.Success ? int.Parse(length.Groups["length"].Value, CultureInfo.InvariantCulture) : 0];
                await stream.ReadExactlyAsync(body, _stop.Token);
                return head.Append(Encoding.ASCII.GetString(body)).ToString();
            }
        }

        return null;
    }

    [GeneratedRegex(@"^Content-Length: (?<length>\d+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex ContentLength();
}
