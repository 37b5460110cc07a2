using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Scopes;

/// <summary>One watch in each of several namespaces, as one: it has ended when the first of them has.</summary>
internal sealed class ScopedWatch<T>
{
    private static readonly WatchEnd s_tooOld = new WatchEnd.Refused(new ApiStatus { Code = 410, Reason = "Expired", Message = "the versions do not fit the namespaces" });

    private readonly WatchRequest _request;
    private readonly ImmutableArray<string> _namespaces;
    private readonly IWatchSink<T> _sink;
    private readonly ScopeRefusals _refusals;
    private readonly Lock _lock = new();
    private readonly string[]? _versions;
    private int _unopened;
    private int _listing;
    private int _left;
    private WatchEnd? _end;

    public ScopedWatch(WatchRequest request, ImmutableArray<string> namespaces, IWatchSink<T> sink, ScopeRefusals refusals)
    {
        (_request, _namespaces, _sink, _refusals) = (request, namespaces, sink, refusals);
        _versions = request.ResourceVersion is { } version ? VersionVector.Split(version, namespaces.Length) : new string[namespaces.Length];
    }

    public async Task<WatchEnd> RunAsync(IApiServerReader cluster, IObjectReader<T> objects, CancellationToken cancellationToken)
    {
        // One that was left out may be tried again, and only a list tells what is there.
        if (_versions is null || Indices().Any(i => _versions[i] == VersionVector.LeftOut && !_refusals.Rests(PathOf(i))))
            return s_tooOld;
        var read = Indices().Where(i => _versions[i] != VersionVector.LeftOut && !(_request.SendInitialEvents && _refusals.Rests(PathOf(i)))).ToList();
        // Where all are left out the server has to say so itself.
        if (read.Count == 0)
            read = [.. Indices()];
        foreach (var i in Indices().Except(read))
            _versions[i] = VersionVector.LeftOut;
        _unopened = _left = read.Count;
        _listing = _request.SendInitialEvents ? read.Count : 0;
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watches = read.Select(i => OneAsync(cluster, i, objects, together)).ToList();
        await Task.WhenAll(watches);
        cancellationToken.ThrowIfCancellationRequested();
        return _end!;
    }

    // The first end is that of all; what those say that are ended for it counts no more.
    private async Task OneAsync(IApiServerReader cluster, int index, IObjectReader<T> objects, CancellationTokenSource together)
    {
        var request = _request with { Path = PathOf(index), ResourceVersion = _request.SendInitialEvents ? null : _versions![index] };
        var one = new One(this, index);
        try
        {
            var end = await cluster.WatchAsync(request, objects, one, together.Token);
            var leftOut = end is WatchEnd.Refused { Status: { IsForbidden: true } status } && !one.IsOpened && _refusals.Refused(request.Path, "watch", status);
            if (end is WatchEnd.Failed or WatchEnd.Refused { Status.IsForbidden: false } && !together.IsCancellationRequested)
                _refusals.Unanswered(_request.Path, _namespaces);
            if (!End(index, end, leftOut))
                return;
        }
        catch (OperationCanceledException) when (together.IsCancellationRequested)
        {
            return;
        }

        await together.CancelAsync();
    }

    private IEnumerable<int> Indices() => Enumerable.Range(0, _namespaces.Length);

    private ResourcePath PathOf(int index) => _request.Path with { Namespace = _namespaces[index] };

    private void Opened(int index)
    {
        _refusals.Allowed(PathOf(index));
        lock (_lock)
            OneLessToOpen();
    }

    /// <returns>False when the others go on without this one.</returns>
    private bool End(int index, WatchEnd end, bool leftOut)
    {
        lock (_lock)
        {
            if (_end is not null || !leftOut || --_left == 0)
            {
                _end ??= end;
                return true;
            }

            if (!_request.SendInitialEvents)
            {
                // What was read of it must go.
                _end = s_tooOld;
                return true;
            }

            _versions![index] = VersionVector.LeftOut;
            OneLessToOpen();
            OneLessToList();
            return false;
        }
    }

    private void OneLessToOpen()
    {
        if (--_unopened == 0)
            _sink.Opened();
    }

    private void OneLessToList()
    {
        if (--_listing == 0)
            _sink.Bookmark(VersionVector.Join(_versions!), initialEventsEnd: true);
    }

    private bool Event(int index, bool listing, WatchEventType type, T item, string version)
    {
        lock (_lock)
        {
            if (_end is not null)
                return false;
            if (listing)
                return _sink.Event(type, item, version);
            switch (VersionOrder.Compare(version, _versions![index]))
            {
                case 0:
                    return true;
                case < 0:
                    _end = s_tooOld;
                    return false;
            }

            _versions[index] = version;
            return _sink.Event(type, item, VersionVector.Join(_versions));
        }
    }

    private void Bookmark(int index, string version, bool initialEventsEnd)
    {
        lock (_lock)
        {
            if (_end is not null)
                return;
            if (initialEventsEnd || VersionOrder.Compare(version, _versions![index]) > 0)
                _versions![index] = version;
            if (initialEventsEnd)
                OneLessToList();
            else if (_listing == 0)
                _sink.Bookmark(VersionVector.Join(_versions!), initialEventsEnd: false);
        }
    }

    private sealed class One(ScopedWatch<T> all, int index) : IWatchSink<T>
    {
        private bool _listing = all._request.SendInitialEvents;

        public bool IsOpened { get; private set; }

        public void Opened()
        {
            IsOpened = true;
            all.Opened(index);
        }

        public bool Event(WatchEventType type, T item, string resourceVersion) => all.Event(index, _listing, type, item, resourceVersion);

        public void Bookmark(string resourceVersion, bool initialEventsEnd)
        {
            if (_listing && !initialEventsEnd)
                return;
            _listing = false;
            all.Bookmark(index, resourceVersion, initialEventsEnd);
        }
    }
}
