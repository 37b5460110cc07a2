using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Http;

/// <summary>
/// Sends over connections that were made with the client certificate of now. When it changes, new requests go over new
/// connections; the old ones close when their last request has been answered.
/// </summary>
internal sealed class ClusterTransport(ClusterConnection connection) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private Pool? _current;
    private bool _disposed;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Through a proxy .NET takes the TLS name from here alone; without one SocketsHandlerFactory sets it in the handshake.
        if (connection is { TlsServerName: { } name, Proxy: not null })
            request.Headers.Host = name;

        var credential = await connection.Credentials.GetAsync(cancellationToken);
        var pool = Rent(credential.ClientCertificate);
        try
        {
            return await pool.Sender.SendAsync(request, cancellationToken);
        }
        finally
        {
            Return(pool);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_lock)
            {
                _disposed = true;
                Retire();
            }
        }

        base.Dispose(disposing);
    }

    private Pool Rent(ClientCertificate? certificate)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is null || !Equals(_current.Certificate, certificate))
            {
                Retire();
                _current = new Pool(certificate, new HttpMessageInvoker(SocketsHandlerFactory.Create(connection, certificate)));
            }

            _current.Users++;
            return _current;
        }
    }

    private void Return(Pool pool)
    {
        lock (_lock)
        {
            pool.Users--;
            CloseIfDone(pool);
        }
    }

    private void Retire()
    {
        if (_current is not { } old)
            return;
        _current = null;
        old.Retired = true;
        CloseIfDone(old);
    }

    private static void CloseIfDone(Pool pool)
    {
        if (pool is { Retired: true, Users: 0 })
            pool.Sender.Dispose();
    }

    private sealed class Pool(ClientCertificate? certificate, HttpMessageInvoker sender)
    {
        public ClientCertificate? Certificate { get; } = certificate;

        public HttpMessageInvoker Sender { get; } = sender;

        public int Users { get; set; }

        public bool Retired { get; set; }
    }
}
