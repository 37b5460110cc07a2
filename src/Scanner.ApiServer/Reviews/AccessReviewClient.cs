using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Models;
using Scanner.ApiServer.Transport;
using k8s.Models;

namespace Scanner.ApiServer.Reviews;

/// <inheritdoc cref="IAccessReviewClient"/>
internal sealed class AccessReviewClient(ApiTransport transport) : IAccessReviewClient
{
    private const string Json = "application/json";
    private const string Path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    private static readonly Model<V1SubjectAccessReview> s_model = ApiModels.SubjectAccessReview;

    public async Task<ApiAnswer<AccessDecision>> ReviewAsync(AccessReview review, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, Path, Json) { Body = s_model.Write(Question(review)), ContentType = Json };
        var answer = await transport.CallAsync(request, s_model, cancellationToken);
        // A gateway may answer 200 with something of its own, which must not read as a refusal of the right.
        if (answer is ApiAnswer<V1SubjectAccessReview>.Ok { Value: { } other } && (other.Status is null || other.Kind?.EndsWith(V1SubjectAccessReview.KubeKind, StringComparison.Ordinal) == false))
            return new ApiAnswer<AccessDecision>.Failed(new TransportFailure(TransportFailureKind.BadAnswer, $"the answer of {Path} is no SubjectAccessReview with a status"));
        return answer.Map(a => new AccessDecision(a.Status.Allowed, a.Status.Reason ?? ""));
    }

    private static V1SubjectAccessReview Question(AccessReview review) => new()
    {
        ApiVersion = "authorization.k8s.io/v1",
        Kind = V1SubjectAccessReview.KubeKind,
        Spec = new V1SubjectAccessReviewSpec
        {
            User = review.User,
            Groups = review.Group is null ? null : [review.Group],
            ResourceAttributes = new V1ResourceAttributes
            {
                Verb = review.Verb,
                Group = review.ApiGroup,
                Resource = review.Resource,
                Subresource = review.Subresource,
                NamespaceProperty = review.Namespace,
                Name = review.Name,
            },
        },
    };
}
