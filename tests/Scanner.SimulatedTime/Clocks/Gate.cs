namespace Scanner.SimulatedTime.Clocks;

/// <summary>Lets through while it is open; who comes while it is closed waits.</summary>
internal sealed class Gate
{
    private TaskCompletionSource? _closed;

    public void Close() => _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        _closed?.TrySetResult();
        _closed = null;
    }

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        while (_closed is { } closed)
            await closed.Task.WaitAsync(cancellationToken);
    }
}
