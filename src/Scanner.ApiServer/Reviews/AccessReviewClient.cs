using System.Text.Json;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Reviews;

/// <summary>Asks what somebody may do.</summary>
internal sealed class AccessReviewClient(ApiTransport transport) : IAccessReviewClient, IPathReviewClient
{
    /// <summary>Who waits for the right to read goes away sooner than a server that hangs answers.</summary>
    internal static readonly TimeSpan WhileSomebodyWaits = TimeSpan.FromSeconds(10);

    private const string Json = "application/json";
    private const string Kind = "SubjectAccessReview";
    private const string Path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    public Task<ApiAnswer<AccessDecision>> ReviewAsync(AccessReview review, CancellationToken cancellationToken) =>
        AskAsync(spec => Write(review, spec), null, cancellationToken);

    public Task<ApiAnswer<AccessDecision>> ReviewAsync(TokenIdentity who, string verb, string path, CancellationToken cancellationToken) =>
        AskAsync(spec => Write(who, verb, path, spec), WhileSomebodyWaits, cancellationToken);

    private Task<ApiAnswer<AccessDecision>> AskAsync(Action<Utf8JsonWriter> spec, TimeSpan? onceWithin, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, Path, Json)
        {
            Body = ReviewBody.Of("authorization.k8s.io/v1", Kind, spec),
            ContentType = Json,
            // A gateway may answer 200 with something of its own, which must not read as a refusal of the right.
            IsKind = static kind => kind.EndsWith(Kind, StringComparison.Ordinal),
            OnceWithin = onceWithin,
        };
        return transport.CallAsync(request, AccessReviewReader.Instance, cancellationToken);
    }

    private static void Write(AccessReview review, Utf8JsonWriter spec)
    {
        if (review.User is not null)
            spec.WriteString("user", review.User);
        if (review.Group is not null)
            WriteGroups([review.Group], spec);
        spec.WriteStartObject("resourceAttributes");
        spec.WriteString("verb", review.Verb);
        spec.WriteString("group", review.ApiGroup);
        spec.WriteString("resource", review.Resource);
        if (review.Subresource is not null)
            spec.WriteString("subresource", review.Subresource);
        spec.WriteString("namespace", review.Namespace);
        spec.WriteString("name", review.Name);
        spec.WriteEndObject();
    }

    private static void Write(TokenIdentity who, string verb, string path, Utf8JsonWriter spec)
    {
        spec.WriteString("user", who.User);
        if (who.Uid.Length > 0)
            spec.WriteString("uid", who.Uid);
        WriteGroups(who.Groups, spec);
        if (who.Extra is { } extra)
        {
            spec.WritePropertyName("extra");
            spec.WriteRawValue(extra);
        }

        spec.WriteStartObject("nonResourceAttributes");
        spec.WriteString("path", path);
        spec.WriteString("verb", verb);
        spec.WriteEndObject();
    }

    private static void WriteGroups(IEnumerable<string> groups, Utf8JsonWriter spec)
    {
        spec.WriteStartArray("groups");
        foreach (var group in groups)
            spec.WriteStringValue(group);
        spec.WriteEndArray();
    }
}
