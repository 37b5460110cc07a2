using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Scanner.Simulator.Serving;

/// <summary>One request and its answer without a socket. Either side may go away at any time, as on a connection.</summary>
[SuppressMessage("IDisposableAnalyzers.Correctness", "CA1001", Justification = "the source has no timer, and whoever holds its token may outlive the exchange")]
internal sealed class InProcessExchange : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IConnectionLifetimeFeature
{
    private readonly CancellationTokenSource _aborted = new();
    private readonly TaskCompletionSource<HttpResponseMessage> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Pipe _body = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly DefaultHttpContext _http;
    private readonly HttpRequestMessage _request;

    public InProcessExchange(HttpRequestMessage request, byte[] body)
    {
        _request = request;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(Describe(request, body));
        features.Set<IHttpResponseFeature>(this);
        features.Set<IHttpResponseBodyFeature>(this);
        features.Set<IHttpRequestLifetimeFeature>(this);
        features.Set<IConnectionLifetimeFeature>(this);
        Stream = new StartingStream(_body.Writer.AsStream(leaveOpen: true), Start, _aborted.Token);
        _http = new DefaultHttpContext(features);
    }

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public Stream Body { get => Stream; set => throw new NotSupportedException(); }

    public Stream Stream { get; }

    public PipeWriter Writer => _body.Writer;

    public CancellationToken RequestAborted { get => _aborted.Token; set => throw new NotSupportedException(); }

    public CancellationToken ConnectionClosed { get => _aborted.Token; set => throw new NotSupportedException(); }

    /// <summary>The answer as soon as its headers are sent; its body follows.</summary>
    public async Task<HttpResponseMessage> SendAsync(RequestDelegate server, CancellationToken cancellationToken)
    {
        _ = ServeAsync(server);
        return await _response.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The client has lost interest.</summary>
    public void Leave() => _aborted.Cancel();

    /// <summary>The server breaks the connection.</summary>
    public void Abort()
    {
        var broken = new IOException("the connection was reset");
        _response.TrySetException(new HttpRequestException(broken.Message, broken));
        _body.Writer.Complete(broken);
        _aborted.Cancel();
    }

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Start();
        return Task.CompletedTask;
    }

    public Task CompleteAsync() => StartAsync();

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void OnStarting(Func<object, Task> callback, object state) => throw new NotSupportedException();

    public void OnCompleted(Func<object, Task> callback, object state) => throw new NotSupportedException();

    private async Task ServeAsync(RequestDelegate server)
    {
        try
        {
            await server(_http);
        }
        catch (Exception e)
        {
            // A bug of the server, or of a plug-in of the test: whoever waits for the answer shall see it.
            _response.TrySetException(e);
            await _body.Writer.CompleteAsync(e);
            return;
        }

        if (_aborted.IsCancellationRequested && !HasStarted)
        {
            Abort();
            return;
        }

        Start();
        await _body.Writer.CompleteAsync();
    }

    private void Start()
    {
        if (HasStarted)
            return;
        HasStarted = true;
        var response = new HttpResponseMessage((HttpStatusCode)StatusCode)
        {
            RequestMessage = _request,
            Version = HttpVersion.Version20,
            Content = new StreamContent(new LeavingStream(_body.Reader.AsStream(), Leave)),
        };
        foreach (var (name, values) in Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
                response.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        _response.TrySetResult(response);
    }

    private static HttpRequestFeature Describe(HttpRequestMessage request, byte[] body)
    {
        var uri = request.RequestUri!;
        var described = new HttpRequestFeature
        {
            Protocol = "HTTP/2",
            Method = request.Method.Method,
            Scheme = uri.Scheme,
            Path = Uri.UnescapeDataString(uri.AbsolutePath),
            QueryString = uri.Query,
            RawTarget = uri.PathAndQuery,
            Body = new MemoryStream(body, writable: false),
        };
        described.Headers.Host = uri.Authority;
        foreach (var (name, values) in request.Headers.NonValidated)
            described.Headers.Append(name, values.ToArray());
        foreach (var (name, values) in request.Content?.Headers.NonValidated ?? default)
            described.Headers.Append(name, values.ToArray());
        if (request.Content is not null)
            described.Headers.ContentLength = body.Length;
        return described;
    }
}
