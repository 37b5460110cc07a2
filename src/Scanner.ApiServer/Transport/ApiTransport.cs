using System.Collections.Immutable;
using System.Net.Http.Headers;
using Polly;
using Polly.Timeout;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Transport;

/// <summary>Sends calls: rate limit, time limits, retries, and failures as values. Knows HTTP, not Kubernetes objects.</summary>
internal sealed class ApiTransport : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Uri _server;
    private readonly ClientOptions _options;
    private readonly TimeProvider _time;
    private readonly RateLimiter _limiter;
    private readonly ResiliencePipeline<Attempt> _deadline;
    private readonly ResiliencePipeline<Attempt> _reads;
    private readonly ResiliencePipeline<Attempt> _writes;
    private readonly Func<Exception, string?> _describeTls;
    private readonly RequestTally _tally = new();
    private int _requestsSent;

    /// <param name="handler">Carries connection and credentials; owned from now on.</param>
    /// <param name="describeTls">A sentence for a TLS failure, or null when the exception is none.</param>
    public ApiTransport(HttpMessageHandler handler, Uri server, ClientOptions options, TimeProvider time, Func<Exception, string?> describeTls)
    {
        var guard = new DryRunGuard(server, options.TokenReviews, options.Events, options.EmptyPatches, options.Reports) { InnerHandler = handler };
        _http = new HttpMessageInvoker(guard);
        _server = server;
        _options = options;
        _time = time;
        _describeTls = describeTls;
        _limiter = new RateLimiter(options.RequestsPerSecond, options.Burst, time);
        _deadline = Resilience.Deadline(options, time);
        _reads = Resilience.Build(options, time, repeatFailures: true);
        _writes = Resilience.Build(options, time, repeatFailures: false);
    }

    /// <summary>
    /// Sends <paramref name="request"/> and reads the whole body into <paramref name="body"/>, which is valid until its next use.
    /// The returned response carries status and headers; dispose it. Either it or the failure is null.
    /// </summary>
    public async Task<(HttpResponseMessage? Response, TransportFailure? Failure)> SendAsync(
        ApiRequest request,
        ResponseBody body,
        CancellationToken cancellationToken)
    {
        if (request.OnceWithin is { } limit)
        {
            var only = await AttemptAsync(request, body, limit, cancellationToken);
            return (only.Response, only.Failure);
        }

        try
        {
            var attempt = await _deadline.ExecuteAsync(
                static async (call, token) => await call.RunAsync(token), new Call(this, request, body), cancellationToken);
            return (attempt.Response, attempt.Failure);
        }
        catch (TimeoutRejectedException)
        {
            return (null, TimedOut(request, _options.Deadline));
        }
    }

    /// <summary>Requests a second that go out in the background at present.</summary>
    public double BackgroundPerSecond => _limiter.BackgroundPerSecond;

    /// <summary>Longest wait for one call with all its attempts.</summary>
    public TimeSpan LongestCall => _options.Deadline;

    /// <summary>Attempts so far, each one request to the server.</summary>
    public int RequestsSent => Volatile.Read(ref _requestsSent);

    /// <summary>How the attempts that have ended did so; those that were cancelled are not among them.</summary>
    public ImmutableArray<RequestCount> RequestCounts => _tally.All;

    /// <summary>One call with one answer.</summary>
    public async Task<ApiAnswer<T>> CallAsync<T>(ApiRequest request, IObjectReader<T> reader, CancellationToken cancellationToken)
    {
        var body = new ResponseBody(ResponseBody.ObjectSize);
        var (response, failure) = await SendAsync(request, body, cancellationToken);
        if (response is null)
            return new ApiAnswer<T>.Failed(failure!);
        using (response)
            return AnswerReader.Read(response, body.Bytes, reader, request.IsKind);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// Sends <paramref name="request"/> once and leaves the body of a success to be read as it comes; a refusal's is read here.
    /// Dispose the response. Nothing but the reading of a refusal is limited here: a proxy may send the headers of a watch with its first
    /// event, which can be long in coming.
    /// </summary>
    public async Task<Attempt> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        await _limiter.WaitAsync(cancellationToken);
        var refusal = new ResponseBody(ResponseBody.ObjectSize);
        return await TryAsync(request, refusal, null, async (message, token) =>
        {
            var answer = await _http.SendAsync(message, token);
            if (!answer.IsSuccessStatusCode)
                await ReadRefusalAsync(answer, refusal, token);
            return answer;
        }, cancellationToken);
    }

    /// <summary>What broke a body that <see cref="OpenAsync"/> left to be read; null for an exception that is no failure of the connection.</summary>
    public TransportFailure? Explain(ApiRequest request, Exception e) => e switch
    {
        InvalidDataException or WireFormatException or System.Text.Json.JsonException =>
            new TransportFailure(TransportFailureKind.BadAnswer, $"the answer of {PathOf(request)} cannot be read: {e.Message}"),
        HttpRequestException or IOException => Explain(e),
        _ => null,
    };

    // What the background sends goes no faster than the server bears, so each of its attempts is observed.
    private async ValueTask<Attempt> ObservedAttemptAsync(ApiRequest request, ResponseBody body, BackgroundPlace? place, CancellationToken cancellationToken)
    {
        try
        {
            var start = _time.GetTimestamp();
            var attempt = await AttemptAsync(request, body, _options.RequestTimeout, cancellationToken);
            var took = _time.GetElapsedTime(start);
            place?.LeaveAfter(_limiter.Observe(took, attempt.Status?.Code == 429));
            request.Took?.Invoke(took);
            return attempt;
        }
        catch
        {
            // Cancelled, or not sent at all: nothing was observed.
            place?.Dispose();
            throw;
        }
    }

    private ValueTask<Attempt> AttemptAsync(ApiRequest request, ResponseBody body, TimeSpan limit, CancellationToken cancellationToken) =>
        TryAsync(request, body, limit, async (message, token) =>
        {
            var answer = await _http.SendAsync(message, token);
            await ReadBodyAsync(answer, body, token);
            return answer;
        }, cancellationToken);

    private Task<bool> ReadRefusalAsync(HttpResponseMessage answer, ResponseBody body, CancellationToken cancellationToken) =>
        Resilience.WithTimeoutAsync(
            _options.RequestTimeout,
            _time,
            async token =>
            {
                await ReadBodyAsync(answer, body, token);
                return true;
            },
            cancellationToken);

    private static async Task ReadBodyAsync(HttpResponseMessage answer, ResponseBody body, CancellationToken cancellationToken)
    {
        try
        {
            await body.ReadAsync(answer.Content, cancellationToken);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async ValueTask<Attempt> TryAsync(
        ApiRequest request,
        ResponseBody body,
        TimeSpan? limit,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        if (request.MaySend is { } maySend && !maySend())
            throw new NotSentException();
        Interlocked.Increment(ref _requestsSent);
        var attempt = await TryOnceAsync(request, body, limit, send, cancellationToken);
        _tally.Ended(request, attempt);
        return attempt;
    }

    private async ValueTask<Attempt> TryOnceAsync(
        ApiRequest request,
        ResponseBody body,
        TimeSpan? limit,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        using var message = Message(request);
        try
        {
            var response = await Resilience.WithTimeoutAsync(limit ?? Timeout.InfiniteTimeSpan, _time, token => send(message, token), cancellationToken);
            return new Attempt(response, AnswerReader.ReadStatus(response, body.Bytes.Span), null);
        }
        catch (TimeoutException)
        {
            return new Attempt(null, null, TimedOut(request, limit ?? _options.RequestTimeout));
        }
        catch (ConnectionConfigurationException e)
        {
            return new Attempt(null, null, new TransportFailure(TransportFailureKind.Credentials, e.Message));
        }
        catch (RefusedRequestException e)
        {
            // A name that somebody gave to an object must not end the program.
            return new Attempt(null, null, new TransportFailure(TransportFailureKind.NotSent, e.Message));
        }
        catch (Exception e) when (e is InvalidDataException or HttpRequestException or IOException)
        {
            // Some streams end a cancelled read by an error of their own. Broken gzip, or far too much: asking again would not help.
            cancellationToken.ThrowIfCancellationRequested();
            return new Attempt(null, null, Explain(request, e));
        }
    }

    private HttpRequestMessage Message(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, Target(request.PathAndQuery))
        {
            // Watches share a connection. An answer that is read whole has one to itself: the thread that reads the connection has no other
            // stream to serve and hands nothing over, which halves what a dry run costs, and a connection that breaks takes no other call along.
            Version = request.Streamed ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        if (_options.Compression && !request.Streamed)
            message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        if (request.ContentType is { } type)
        {
            message.Content = request.IsEmptyPatch ? new EmptyPatchContent(request.MaySend)
                : request.MaySend is { } maySend
                ? new RevocableContent(request.Body, maySend)
                : new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        return message;
    }

    // A server URL may have a path, as behind Rancher's proxy: API paths are appended to it.
    private Uri Target(string pathAndQuery) => new(_server.GetLeftPart(UriPartial.Path).TrimEnd('/') + pathAndQuery);

    private TransportFailure Explain(Exception e)
    {
        if (_describeTls(e) is { } tls)
            return new TransportFailure(TransportFailureKind.Tls, $"cannot talk to {Address}: {UserInfo.Hide(tls)}");
        var cause = e;
        while (cause.InnerException is { } inner)
            cause = inner;
        return new TransportFailure(TransportFailureKind.Connection, $"cannot talk to {Address}: {UserInfo.Hide(cause.Message.Split('\n')[0])}");
    }

    private TransportFailure TimedOut(ApiRequest request, TimeSpan limit) =>
        new(TransportFailureKind.Timeout, $"no answer to {request.Method} {PathOf(request)} from {Address} within {limit.TotalSeconds:0.#} s");

    private static string PathOf(ApiRequest request) => request.PathAndQuery.Split('?')[0];

    private string Address => _server.GetLeftPart(UriPartial.Authority);

    /// <summary>One call with all its attempts.</summary>
    private sealed class Call(ApiTransport transport, ApiRequest request, ResponseBody body)
    {
        private bool _isRepeated;
        private BackgroundPlace? _place;
        private TransportFailure? _lastFailure;

        public async ValueTask<Attempt> RunAsync(CancellationToken cancellationToken)
        {
            // Standing in line is no waiting for the server, so GiveUpAfter does not count it.
            _place = await transport._limiter.WaitInLineAsync(request.Background, cancellationToken);
            try
            {
                return await (request.IsRead ? transport._reads : transport._writes).ExecuteAsync(
                    static async (call, token) => await call.AttemptAsync(token), this, cancellationToken);
            }
            catch (TimeoutRejectedException) when (transport._options.GiveUpAfter is not null)
            {
                // What went wrong says more than that there was no time left to try again.
                return new Attempt(null, null, _lastFailure ?? transport.TimedOut(request, transport._options.GiveUpAfter.Value));
            }
        }

        private async ValueTask<Attempt> AttemptAsync(CancellationToken cancellationToken)
        {
            if (_isRepeated)
                _place = await transport._limiter.WaitInLineAsync(request.Background, cancellationToken);
            _isRepeated = true;
            var attempt = await transport.ObservedAttemptAsync(request, body, _place, cancellationToken);
            _lastFailure = attempt.Failure;
            return attempt;
        }
    }
}
