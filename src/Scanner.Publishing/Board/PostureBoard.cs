using Scanner.Core.Posture;

namespace Scanner.Publishing.Board;

/// <summary>Holds the present snapshot. It is replaced as a whole, so that all who publish show the same moment.</summary>
public sealed class PostureBoard
{
    private readonly Lock _lock = new();
    private PostureSnapshot? _current;
    private TaskCompletionSource<PostureSnapshot> _next = NewSource();

    /// <summary>Null before the first.</summary>
    public PostureSnapshot? Current => Volatile.Read(ref _current);

    public void Publish(PostureSnapshot snapshot)
    {
        TaskCompletionSource<PostureSnapshot> waiters;
        lock (_lock)
        {
            waiters = _next;
            _next = NewSource();
            Volatile.Write(ref _current, snapshot);
        }

        waiters.TrySetResult(snapshot);
    }

    /// <summary>Takes the present snapshot away: what it says was found out by somebody who may not know today.</summary>
    public void Clear()
    {
        lock (_lock)
            Volatile.Write(ref _current, null);
    }

    /// <summary>The first snapshot, the present one included, that <paramref name="wanted"/> accepts. None is passed over but by a newer one.</summary>
    public async Task<PostureSnapshot> WhenAsync(Func<PostureSnapshot, bool> wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<PostureSnapshot> next;
            PostureSnapshot? current;
            lock (_lock)
            {
                next = _next.Task;
                current = _current;
            }

            if (current is not null && wanted(current))
                return current;
            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource<PostureSnapshot> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
