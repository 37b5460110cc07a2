namespace Scanner.Benchmarks;
internal sealed class SimulatedCluster : IDisposable
{
    public string Kubeconfig => throw new InvalidOperationException();
    public int ProcessId => 0;
    public static Task ServeAsync(int namespaces, int pods, CancellationToken cancellationToken) => Task.CompletedTask;
    public static Task<SimulatedCluster> StartAsync(int namespaces, int pods, CancellationToken cancellationToken) => Task.FromResult(new SimulatedCluster());
    public void Dispose() { }
}
