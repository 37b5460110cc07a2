using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Reviews;

/// <summary>
/// Asks the server whether somebody may do something (https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/).
/// A POST by form, but nothing is stored. Needs <c>create</c> on <c>subjectaccessreviews.authorization.k8s.io</c>.
/// </summary>
public interface IAccessReviewClient
{
    Task<ApiAnswer<AccessDecision>> ReviewAsync(AccessReview review, CancellationToken cancellationToken);
}
