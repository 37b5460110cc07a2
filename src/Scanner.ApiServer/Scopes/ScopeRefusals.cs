using System.Collections.Immutable;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Reflectors;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Scopes;

/// <summary>
/// Where reading is refused for good, so that the other namespaces are not blind for the sake of one whose Role is missing. Tried again every five
/// minutes. Thread-safe.
/// </summary>
public sealed class ScopeRefusals(TimeProvider time)
{
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<ResourcePath, RefusalGrace> _graces = [];
    private readonly Dictionary<ResourcePath, ScopeRefusal> _leftOut = [];
    private readonly Dictionary<ResourcePath, long> _triedAt = [];
    private bool _isAway;
    private long? _backAt;

    /// <summary>Called when a namespace is left out, and when it is read again; from any thread, with no lock held.</summary>
    public Action<ScopeRefusal> LeftOut { private get; set; } = static _ => { };

    /// <inheritdoc cref="LeftOut"/>
    public Action<ScopeRefusal> TakenIn { private get; set; } = static _ => { };

    /// <summary>What is left out, by resource and namespace.</summary>
    public ImmutableArray<ScopeRefusal> All
    {
        get
        {
            lock (_lock)
                return [.. _leftOut.Values.OrderBy(r => r.Path.ToString(), StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// Whether the pods of a namespace had no answer at some moment since <paramref name="timestamp"/>, up to the next time that they might be read: a
    /// server that was away refuses all that it is asked in between.
    /// </summary>
    public bool WasAwaySince(long timestamp)
    {
        lock (_lock)
            return _isAway || _backAt >= timestamp;
    }

    /// <param name="path">A resource in a namespace.</param>
    public ScopeRefusal? Find(ResourcePath path)
    {
        lock (_lock)
            return _leftOut.GetValueOrDefault(path);
    }

    /// <summary>It need not be tried now.</summary>
    internal bool Rests(ResourcePath path)
    {
        lock (_lock)
            return _leftOut.ContainsKey(path) && time.GetElapsedTime(_triedAt[path]) < s_again;
    }

    internal void Allowed(ResourcePath path)
    {
        lock (_lock)
        {
            GraceOf(path).Allowed();
            if (_isAway && IsOfPods(path))
                (_isAway, _backAt) = (false, time.GetTimestamp());
        }

        TakeIn(path);
    }

    /// <summary>It is read together with others, whatever may be read of it alone.</summary>
    internal void TakeIn(ResourcePath path)
    {
        ScopeRefusal? before;
        lock (_lock)
            _leftOut.Remove(path, out before);
        if (before is not null)
            TakenIn(before);
    }

    /// <summary>One of these had no answer, or one that says nothing of rights: the server may have started anew when it refuses next.</summary>
    internal void Unanswered(ResourcePath path, ImmutableArray<string> namespaces)
    {
        lock (_lock)
        {
            _isAway |= IsOfPods(path);
            foreach (var ns in namespaces)
                _graces.GetValueOrDefault(path with { Namespace = ns })?.Unanswered();
        }
    }

    /// <summary>Takes note of a refusal.</summary>
    /// <returns>True when the namespace is to be left out: the refusal is not that of a server which has just started.</returns>
    internal bool Refused(ResourcePath path, string verb, ApiStatus status)
    {
        ScopeRefusal refusal;
        lock (_lock)
        {
            _triedAt[path] = time.GetTimestamp();
            if (_leftOut.ContainsKey(path))
                return true;
            if (GraceOf(path).Refused())
                return false;
            refusal = new ScopeRefusal(path, verb, new ApiAnswer<int>.Refused(status, []).Describe(), time.GetUtcNow(), time.GetTimestamp());
            _leftOut.Add(path, refusal);
        }

        LeftOut(refusal);
        return true;
    }

    private static bool IsOfPods(ResourcePath path) => path is { Group: "", Resource: "pods" };

    private RefusalGrace GraceOf(ResourcePath path) => _graces.TryGetValue(path, out var grace) ? grace : _graces[path] = new RefusalGrace(time);
}
