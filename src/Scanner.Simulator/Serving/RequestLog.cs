namespace Scanner.Simulator.Serving;

/// <summary>The last requests that came in. Thread-safe.</summary>
internal sealed class RequestLog(int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<ReceivedRequest> _requests = new();

    public void Add(ReceivedRequest request)
    {
        if (limit <= 0)
            return;
        lock (_gate)
        {
            _requests.Enqueue(request);
            if (_requests.Count > limit)
                _requests.Dequeue();
        }
    }

    public IReadOnlyList<ReceivedRequest> Read()
    {
        lock (_gate)
            return [.. _requests];
    }

    public void Clear()
    {
        lock (_gate)
            _requests.Clear();
    }
}
