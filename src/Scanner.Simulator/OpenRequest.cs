namespace Scanner.Simulator;

/// <summary>
/// A request that the server has received and not finished. By these a client in the same process can tell whether anything is still on
/// its way to it: nothing is while its request is held, or while its watch is idle and it has read every byte of it.
/// </summary>
public sealed class OpenRequest
{
    private long _bytesSent;
    private volatile bool _isHeld;
    private volatile bool _isIdle;

    /// <summary>A fault holds it: no answer comes before the test wants one.</summary>
    public bool IsHeld
    {
        get => _isHeld;
        internal set => _isHeld = value;
    }

    /// <summary>A watch that waits for the next change.</summary>
    public bool IsIdle
    {
        get => _isIdle;
        internal set => _isIdle = value;
    }

    /// <summary>Bytes of the body so far, those of a watch only; counted before they are sent.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    internal void Count(int bytes) => Interlocked.Add(ref _bytesSent, bytes);
}
