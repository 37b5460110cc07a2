using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Writes;

/// <summary>
/// Writes Events of <c>events.k8s.io/v1</c> in the namespace <c>default</c>, where events about objects without a namespace belong: a server
/// refuses them elsewhere but in <c>kube-system</c>. It can name nothing else. An answer's value is the resource version.
/// </summary>
public interface IEventClient
{
    /// <summary>A new event; 409 <c>AlreadyExists</c> when there is one of that name.</summary>
    Task<ApiAnswer<string>> CreateAsync(ClusterEvent written, CancellationToken cancellationToken);

    /// <summary>The event happened again: it becomes, or goes on as, a series. 404 when it has been deleted, as servers do after an hour.</summary>
    /// <param name="name">Of the event.</param>
    /// <param name="count">How often it has happened by now, at least 2.</param>
    /// <param name="lastObserved">When it happened last.</param>
    Task<ApiAnswer<string>> RepeatAsync(string name, int count, DateTimeOffset lastObserved, CancellationToken cancellationToken);
}
