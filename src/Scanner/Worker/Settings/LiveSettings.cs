namespace Scanner.Worker.Settings;

/// <summary>The settings that may change while the worker runs.</summary>
internal sealed class LiveSettings(WorkerSettings first)
{
    private volatile WorkerSettings _current = first;

    public WorkerSettings Current => _current;

    public void Apply(WorkerSettings settings) => _current = settings;
}
