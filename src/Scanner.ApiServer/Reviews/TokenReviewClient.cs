using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Reviews;

/// <inheritdoc cref="ITokenReviewClient"/>
internal sealed class TokenReviewClient(ApiTransport transport) : ITokenReviewClient
{
    private const string Json = "application/json";
    private const string Kind = "TokenReview";
    private const string Path = "/apis/authentication.k8s.io/v1/tokenreviews";

    public Task<ApiAnswer<TokenIdentity?>> ReviewAsync(string token, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, Path, Json)
        {
            Body = ReviewBody.Of("authentication.k8s.io/v1", Kind, spec => spec.WriteString("token", token)),
            ContentType = Json,
            IsKind = static kind => kind == Kind,
            OnceWithin = AccessReviewClient.WhileSomebodyWaits,
        };
        return transport.CallAsync(request, TokenReviewReader.Instance, cancellationToken);
    }
}
