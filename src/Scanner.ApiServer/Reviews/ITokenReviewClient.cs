using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Reviews;

/// <summary>
/// Asks the server whose a token is (https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/). A POST by
/// form, but nothing is stored. Needs <c>create</c> on <c>tokenreviews.authentication.k8s.io</c>.
/// </summary>
public interface ITokenReviewClient
{
    /// <param name="token">A secret: it is in the body of one request and nowhere else.</param>
    /// <returns>The value is null for a token that is nobody's.</returns>
    Task<ApiAnswer<TokenIdentity?>> ReviewAsync(string token, CancellationToken cancellationToken);
}
