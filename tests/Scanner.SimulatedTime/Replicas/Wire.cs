using System.Net.Http.Headers;
using Scanner.SimulatedTime.Clocks;

namespace Scanner.SimulatedTime.Replicas;

/// <summary>The network between one replica and its server: takes time, can be cut or pass nothing on, and stands still with its replica.</summary>
/// <param name="sending">Told of each request when its bytes leave.</param>
/// <param name="handled">Told when the server has handled a request, and when its bytes had left.</param>
internal sealed class Wire(
    World world, Random random, string token, Action<HttpRequestMessage> sending, Action<HttpRequestMessage, HttpResponseMessage, TimeSpan> handled) : DelegatingHandler
{
    /// <summary>Of a network that is well.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(8);

    private CancellationTokenSource _cut = new();
    private int _cuts;

    /// <summary>Requests take up to this long to arrive. Milliseconds as a rule.</summary>
    public TimeSpan Latency { get; set; } = Usual;

    /// <summary>Closed while the replica stands still.</summary>
    public Gate Process { get; } = new();

    /// <summary>Closed while nothing is passed on in either direction, and nothing breaks.</summary>
    public Gate Flow { get; } = new();

    /// <summary>Requests that have left so far.</summary>
    public int Sent { get; private set; }

    /// <summary>Nothing gets through any more, and what is under way breaks.</summary>
    public void Cut()
    {
        _cuts++;
        _cut.Cancel();
    }

    /// <summary>Ends one cut; of several the last end counts.</summary>
    public void Mend()
    {
        if (_cuts > 0 && --_cuts == 0)
            _cut = new CancellationTokenSource();
    }

    /// <summary>Ends whatever faults have left behind.</summary>
    public void Heal()
    {
        while (_cuts > 0)
            Mend();
        Flow.Open();
        Latency = Usual;
    }

    /// <summary>Breaks what is under way; new requests get through.</summary>
    public void Break()
    {
        if (_cuts > 0)
            return;
        var cut = _cut;
        _cut = new CancellationTokenSource();
        cut.Cancel();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var cut = _cut.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, cancellationToken);
        try
        {
            if (cut.IsCancellationRequested)
                throw new HttpRequestException("the network is cut");
            // A connection must be there first; then the bytes leave, and then they are on their way.
            await TravelAsync(either.Token);
            if (request.Content is { } content)
                await content.LoadIntoBufferAsync(either.Token);
            Sent++;
            sending(request);
            var sent = world.Now;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            await TravelAsync(either.Token);
            var response = await base.SendAsync(request, either.Token);
            handled(request, response, sent);
            await TravelAsync(either.Token);
            return WithBody(response, await response.Content.ReadAsStreamAsync(either.Token), cut);
        }
        catch (OperationCanceledException e) when (cut.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("the network was cut", e);
        }
    }

    private HttpResponseMessage WithBody(HttpResponseMessage response, Stream body, CancellationToken cut)
    {
        var plain = response.Content;
        response.Content = new StreamContent(new WireStream(body, this, cut));
        foreach (var (name, values) in plain.Headers)
            response.Content.Headers.TryAddWithoutValidation(name, values);
        return response;
    }

    /// <summary>Until both the network and the replica let something through.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        await Flow.PassAsync(cancellationToken);
        await Process.PassAsync(cancellationToken);
    }

    private async Task TravelAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Latency * (random.NextDouble() / 3), world.Clock, cancellationToken);
        await PassAsync(cancellationToken);
    }
}
