namespace Scanner.IntegrationTests.Running;

/// <summary>
/// The network between a worker and its server: can be cut, which breaks what is under way, and counts the requests that wait for
/// their answer's headers. Watches count only until they are open.
/// </summary>
internal sealed class Network : DelegatingHandler
{
    private int _waiting;
    private TaskCompletionSource _changed = NewSource();
    private CancellationTokenSource _cut = new();

    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Completes when <see cref="Waiting"/> changes.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public void Cut() => _cut.Cancel();

    public void Mend() => Interlocked.Exchange(ref _cut, new CancellationTokenSource());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var cut = Volatile.Read(ref _cut).Token;
        if (cut.IsCancellationRequested)
            throw new HttpRequestException("the network is cut");
        Add(1);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, cancellationToken);
            var response = await base.SendAsync(request, either.Token);
            var plain = response.Content;
            response.Content = new StreamContent(new CuttableStream(await plain.ReadAsStreamAsync(cancellationToken), cut));
            foreach (var (name, values) in plain.Headers)
                response.Content.Headers.TryAddWithoutValidation(name, values);
            return response;
        }
        catch (OperationCanceledException e) when (cut.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("the network was cut", e);
        }
        finally
        {
            Add(-1);
        }
    }

    private void Add(int by)
    {
        Interlocked.Add(ref _waiting, by);
        Interlocked.Exchange(ref _changed, NewSource()).TrySetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
