using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Writes;

/// <summary>
/// Sends the one write that is no dry run and changes nothing all the same: the literal patch <c>{}</c> of <c>pods/ephemeralcontainers</c>.
/// Whether it is admitted shows whether a real write would be. An answer's value is the resource version of the pod.
/// </summary>
public interface IEmptyPatchClient
{
    /// <summary>404 when there is no such pod: admission is not asked about what does not exist.</summary>
    Task<ApiAnswer<string>> PatchAsync(string ns, string pod, CancellationToken cancellationToken);
}
