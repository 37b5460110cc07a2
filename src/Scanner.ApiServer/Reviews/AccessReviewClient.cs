using System.Buffers;
using System.Text.Json;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Reviews;

/// <inheritdoc cref="IAccessReviewClient"/>
internal sealed class AccessReviewClient(ApiTransport transport) : IAccessReviewClient
{
    private const string Json = "application/json";
    private const string Path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    public Task<ApiAnswer<AccessDecision>> ReviewAsync(AccessReview review, CancellationToken cancellationToken) =>
        transport.CallAsync(
            new ApiRequest(HttpMethod.Post, Path, Json) { Body = Write(review), ContentType = Json }, new AccessDecisionReader(), cancellationToken);

    private static ReadOnlyMemory<byte> Write(AccessReview review)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", "authorization.k8s.io/v1");
            json.WriteString("kind", "SubjectAccessReview");
            json.WriteStartObject("spec");
            if (review.User is { } user)
                json.WriteString("user", user);
            if (review.Group is { } group)
            {
                json.WriteStartArray("groups");
                json.WriteStringValue(group);
                json.WriteEndArray();
            }

            json.WriteStartObject("resourceAttributes");
            json.WriteString("verb", review.Verb);
            json.WriteString("group", review.ApiGroup);
            json.WriteString("resource", review.Resource);
            if (review.Subresource is { } subresource)
                json.WriteString("subresource", subresource);
            json.WriteString("namespace", review.Namespace);
            json.WriteString("name", review.Name);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
