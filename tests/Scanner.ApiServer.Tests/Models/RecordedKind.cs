using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Lists;
using Scanner.ApiServer.Models;
using Scanner.ApiServer.Tests.Transport;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Watches;

namespace Scanner.ApiServer.Tests.Models;

/// <summary>Takes recorded objects of one kind through the client, on each of the ways that an object can come.</summary>
internal abstract class RecordedKind
{
    private static readonly Dictionary<string, RecordedKind> s_kinds = new()
    {
        ["ValidatingAdmissionPolicy"] = new Of<k8s.Models.V1ValidatingAdmissionPolicy>(ApiModels.ValidatingAdmissionPolicy),
        ["ValidatingAdmissionPolicyBinding"] = new Of<k8s.Models.V1ValidatingAdmissionPolicyBinding>(ApiModels.ValidatingAdmissionPolicyBinding),
        ["MutatingAdmissionPolicy"] = new Of<k8s.Models.V1MutatingAdmissionPolicy>(ApiModels.MutatingAdmissionPolicy),
        ["MutatingAdmissionPolicyBinding"] = new Of<k8s.Models.V1MutatingAdmissionPolicyBinding>(ApiModels.MutatingAdmissionPolicyBinding),
        ["ValidatingWebhookConfiguration"] = new Of<k8s.Models.V1ValidatingWebhookConfiguration>(ApiModels.ValidatingWebhookConfiguration),
        ["MutatingWebhookConfiguration"] = new Of<k8s.Models.V1MutatingWebhookConfiguration>(ApiModels.MutatingWebhookConfiguration),
        ["EndpointSlice"] = new Of<k8s.Models.V1EndpointSlice>(ApiModels.EndpointSlice),
        ["Deployment"] = new Of<k8s.Models.V1Deployment>(ApiModels.Deployment),
        ["CustomResourceDefinition"] = new Of<k8s.Models.V1CustomResourceDefinition>(ApiModels.CustomResourceDefinition),
        ["SubjectAccessReview"] = new Of<k8s.Models.V1SubjectAccessReview>(ApiModels.SubjectAccessReview),
        ["Event"] = new Of<k8s.Models.Eventsv1Event>(ApiModels.Event),
        ["Lease"] = new Of<k8s.Models.V1Lease>(ApiModels.Lease),
    };

    public static IEnumerable<string> Names => s_kinds.Keys;

    public static RecordedKind Find(string kind) => s_kinds[kind];

    /// <summary>Lists the recorded answer; each object as it would be written again.</summary>
    public abstract Task<List<JsonNode>> ListAsync(HttpResponseMessage reply);

    /// <summary>As <see cref="ListAsync"/>, from the events of a watch.</summary>
    public abstract Task<List<JsonNode>> WatchAsync(IEnumerable<JsonNode> objects);

    /// <summary>As <see cref="ListAsync"/>, of one object alone.</summary>
    public abstract Task<ApiAnswer<JsonNode>> GetAsync(HttpResponseMessage reply);

    private sealed class Of<T>(Model<T> model) : RecordedKind
        where T : class
    {
        private static readonly ResourcePath s_path = new("example.org", "v1", "things");

        public override async Task<List<JsonNode>> ListAsync(HttpResponseMessage reply)
        {
            using var client = new TestClient();
            client.Server.Then(reply);
            var sink = new Sink();
            Assert.IsType<ApiAnswer<ListResult>.Ok>(await client.Kubernetes.ListAsync(new ListRequest(s_path), model, sink, default));
            Assert.Equal("application/json", client.Server.Requests[0].Header("Accept"));
            return [.. sink.Items.Select(Written)];
        }

        public override async Task<List<JsonNode>> WatchAsync(IEnumerable<JsonNode> objects)
        {
            using var client = new TestClient();
            var lines = objects.Select(o => new JsonObject { ["type"] = "MODIFIED", ["object"] = o.DeepClone() }.ToJsonString() + "\n");
            client.Server.Then(Reply.Bytes(200, "application/json", Encoding.UTF8.GetBytes(string.Concat(lines))));
            var sink = new Sink();
            Assert.IsType<WatchEnd.Closed>(await client.Kubernetes.WatchAsync(new WatchRequest(s_path), model, sink, default));
            Assert.Equal("application/json;stream=watch", client.Server.Requests[0].Header("Accept"));
            Assert.Equal(sink.Items.Select(i => Written(i)["metadata"]!["resourceVersion"]!.GetValue<string>()), sink.Versions);
            return [.. sink.Items.Select(Written)];
        }

        public override async Task<ApiAnswer<JsonNode>> GetAsync(HttpResponseMessage reply)
        {
            using var client = new TestClient();
            client.Server.Then(reply);
            var answer = await client.Kubernetes.GetAsync(s_path with { Name = "x" }, model, default);
            Assert.Equal("application/json", client.Server.Requests[0].Header("Accept"));
            return answer.Map(Written);
        }

        private JsonNode Written(T item) => JsonNode.Parse(model.Write(item), null, new JsonDocumentOptions { MaxDepth = 512 })!;

        private sealed class Sink : IListSink<T>, IWatchSink<T>
        {
            public List<T> Items { get; } = [];

            public List<string> Versions { get; } = [];

            public void Add(T item) => Items.Add(item);

            public void Restart() => Items.Clear();

            public void PageRead(long? remaining)
            {
            }

            public void Opened()
            {
            }

            public bool Event(WatchEventType type, T item, string resourceVersion)
            {
                Items.Add(item);
                Versions.Add(resourceVersion);
                return true;
            }

            public void Bookmark(string resourceVersion, bool initialEventsEnd)
            {
            }
        }
    }

    /// <summary>Paths at which <paramref name="actual"/> says something else; null is as good as absent, and times count by what they say.</summary>
    public static IEnumerable<string> Differences(JsonNode? expected, JsonNode? actual, string path = "$") => (expected, actual) switch
    {
        (JsonObject a, JsonObject b) => a.Select(f => f.Key).Union(b.Select(f => f.Key)).SelectMany(k => Differences(a[k], b[k], $"{path}.{k}")),
        (JsonArray a, JsonArray b) when a.Count == b.Count => a.Zip(b).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]")),
        (JsonValue a, JsonValue b) when Time(a) is { } time && time == Time(b) => [],
        _ when JsonNode.DeepEquals(expected, actual) => [],
        _ => [$"{path}: {Text(expected)} became {Text(actual)}"],
    };

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "nothing";

    private static DateTimeOffset? Time(JsonValue value) => value.TryGetValue<string>(out var text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) && text.Contains('T', StringComparison.Ordinal)
        ? time : null;
}
