namespace Scanner.ApiServer.Tests.Transport;

/// <summary>Stands where the network is: gives its answers in order, one a request, and remembers the requests.</summary>
internal sealed class ScriptedServer(TimeProvider time) : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _script = new();
    private Func<HttpResponseMessage>? _rest;

    public List<SentRequest> Requests { get; } = [];

    /// <summary>Method, path and query of each request.</summary>
    public IEnumerable<string> Lines => Requests.Select(r => r.Line);

    /// <summary>Answers of the script that nobody asked for.</summary>
    public int Left => _script.Count;

    public ScriptedServer Then(params ReadOnlySpan<HttpResponseMessage> replies)
    {
        foreach (var reply in replies)
            _script.Enqueue(_ => Task.FromResult(reply));
        return this;
    }

    /// <summary>Looks around at the moment of the request, then answers.</summary>
    public ScriptedServer Then(Action look, HttpResponseMessage reply)
    {
        _script.Enqueue(_ =>
        {
            look();
            return Task.FromResult(reply);
        });
        return this;
    }

    public ScriptedServer Then(Task<HttpResponseMessage> reply)
    {
        _script.Enqueue(token => reply.WaitAsync(token));
        return this;
    }

    public ScriptedServer ThenThrows(Exception failure)
    {
        _script.Enqueue(_ => Task.FromException<HttpResponseMessage>(failure));
        return this;
    }

    /// <summary>No answer until the client gives up, which then ends in <paramref name="asFailure"/> or as a cancelled task.</summary>
    public ScriptedServer ThenHangs(Exception? asFailure = null)
    {
        _script.Enqueue(async token =>
        {
            var gone = new TaskCompletionSource<HttpResponseMessage>();
            await using var registration = token.Register(() => _ = asFailure is null ? gone.TrySetCanceled(token) : gone.TrySetException(asFailure));
            return await gone.Task;
        });
        return this;
    }

    /// <summary>What every request gets once the script is over.</summary>
    public ScriptedServer ThenAlways(Func<HttpResponseMessage> reply)
    {
        _rest = reply;
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        Requests.Add(new SentRequest(
            $"{request.Method} {uri.PathAndQuery}",
            uri,
            request.Version,
            request.VersionPolicy,
            request.Headers,
            request.Content?.Headers.ContentType?.ToString(),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
            time.GetUtcNow()));
        var reply = _script.TryDequeue(out var scripted) ? await scripted(cancellationToken)
            : _rest is not null ? _rest()
            : throw new InvalidOperationException($"the script has no answer to request {Requests.Count}: {Requests[^1].Line}");
        reply.RequestMessage = request;
        return reply;
    }
}
