using System.Collections.Concurrent;
using System.Globalization;
using Scanner.Simulator;

namespace Scanner.IntegrationTests.Worker;

/// <summary>The network between a worker and its server: can be cut, which breaks what is under way, and knows what is on its way.</summary>
/// <param name="server">Null for a real one, of which nothing is known.</param>
internal sealed class Network(SimulatedApiServer? server) : DelegatingHandler
{
    private static long s_ids;

    private readonly ConcurrentDictionary<string, Exchange> _open = [];
    private CancellationTokenSource _cut = new();
    private int _started;

    /// <summary>Requests so far.</summary>
    public int Started => Volatile.Read(ref _started);

    /// <summary>What has been sent has arrived, either way.</summary>
    public bool IsAtRest => _open.Values.All(e => e.IsAtRest(server!));

    public string Describe() => string.Join(", ", _open.Values.Where(e => !e.IsAtRest(server!)).Select(e => e.What));

    public void Cut() => _cut.Cancel();

    public void Mend() => Interlocked.Exchange(ref _cut, new CancellationTokenSource());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var cut = Volatile.Read(ref _cut).Token;
        if (cut.IsCancellationRequested)
            throw new HttpRequestException("the network is cut");
        var id = Interlocked.Increment(ref s_ids).ToString(CultureInfo.InvariantCulture);
        var exchange = new Exchange(id, $"{request.Method} {request.RequestUri!.PathAndQuery}");
        request.Headers.Add("Audit-ID", id);
        _open[id] = exchange;
        Interlocked.Increment(ref _started);
        Action ended = () => _open.TryRemove(id, out _);
        var answered = false;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, cancellationToken);
            var response = await base.SendAsync(request, either.Token);
            var plain = response.Content;
            response.Content = new StreamContent(new CuttableStream(await plain.ReadAsStreamAsync(cancellationToken), cut, exchange.Count, ended));
            foreach (var (name, values) in plain.Headers)
                response.Content.Headers.TryAddWithoutValidation(name, values);
            exchange.Answered();
            answered = true;
            return response;
        }
        catch (OperationCanceledException e) when (cut.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("the network was cut", e);
        }
        finally
        {
            if (!answered)
                ended();
        }
    }
}
