using System.Text.Json;
using Scanner.Fixtures;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Tests.AdmissionPolicies;

/// <summary>
/// What a real API server decided about an ephemeral container under 90 random policies and webhooks that deny whatever reaches them.
/// </summary>
public sealed class AdmissionMatchingCorpusTests
{
    private const int Minor = 36;
    private const int Cases = 90;

    [Fact]
    public void EveryCase_IsDecidedAsTheServerDid()
    {
        using var corpus = JsonDocument.Parse(File.ReadAllText(Fixture.PathOf("corpora", "admission-matching.json")));
        var differing = corpus.RootElement.EnumerateArray()
            .Where(c => IsDenied(c) != c.GetProperty("denied").GetBoolean())
            .Select(c => c.GetProperty("namespace").GetProperty("name").GetString())
            .ToList();
        Assert.Equal(Cases, corpus.RootElement.GetArrayLength());
        Assert.Empty(differing);
    }

    private static bool IsDenied(JsonElement item)
    {
        var request = Request(item);
        var objects = new PolicyObjects(item.GetProperty("objects").EnumerateArray());
        return ValidatingPolicyEngine.Compile(objects, Minor).SelectMany(p => p.Decide(request)).Any(d => d.Decision is PolicyDecision.Denied)
            || WebhookRegistry.Of(objects, Minor).All.Any(w => w.WhyNoAnswer(request) is null);
    }

    private static AdmissionRequest Request(JsonElement item)
    {
        var space = item.GetProperty("namespace");
        var labels = space.GetProperty("labels").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString()!);
        using var pod = JsonDocument.Parse(
            $$$"""{"metadata":{"name":"web","namespace":"{{{space.GetProperty("name")}}}","labels":{{{item.GetProperty("podLabels")}}}},"spec":{"containers":[]}}""");
        using var container = JsonDocument.Parse("""{"name":"dbg","image":"busybox"}""");
        return PodRequests.Make(
            pod.RootElement.Clone(), container.RootElement.Clone(), RequestChannel.Ephemeral, labels, new RequestUser("admin", ["system:masters"]));
    }
}
