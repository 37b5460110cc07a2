namespace Scanner.ApiServer.Connections.Processes;

/// <summary>Runs a program to its end.</summary>
public interface IProcessRunner
{
    /// <summary>Runs it within its bounds. Its whole process tree is killed when a bound is passed or the caller cancels.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken);
}
