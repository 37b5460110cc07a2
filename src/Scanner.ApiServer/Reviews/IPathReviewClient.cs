using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Reviews;

/// <summary>As <see cref="IAccessReviewClient"/>, about a path that is no resource, for somebody who waits: one request, at once.</summary>
public interface IPathReviewClient
{
    /// <param name="verb">An HTTP method in lower case.</param>
    Task<ApiAnswer<AccessDecision>> ReviewAsync(TokenIdentity who, string verb, string path, CancellationToken cancellationToken);
}
