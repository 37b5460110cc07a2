using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Scanner.ApiServer.Tests.Connections;

/// <summary>A loopback HTTP proxy that tunnels its first connection to a server, whatever it was asked for, and keeps the request.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private TestProxy(int targetPort)
    {
        _listener.Start();
        _serving = ServeAsync(targetPort);
    }

    public Uri Address => new($"http://me:p%40ss@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public string Request { get; private set; } = "";

    public static TestProxy Start(int targetPort) => new(targetPort);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync(int targetPort)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            var stream = client.GetStream();
            var head = await ReadHeadAsync(stream);

            // .NET shows its credentials only when asked for them.
            if (!head.Contains("Proxy-Authorization", StringComparison.Ordinal))
            {
                await stream.WriteAsync("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
                head = await ReadHeadAsync(stream);
            }

            Request = head;
            using var target = new TcpClient();
            await target.ConnectAsync(IPAddress.Loopback, targetPort, _stop.Token);
            await stream.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), _stop.Token);
            await Task.WhenAny(stream.CopyToAsync(target.GetStream(), _stop.Token), target.GetStream().CopyToAsync(stream, _stop.Token));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client's side tells what happened.
        }
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) > 0)
            head.Append((char)one[0]);
        return head.ToString();
    }
}
