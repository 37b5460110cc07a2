using System.Text.Json;
using Scanner.Fixtures;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Requests;

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
        var objects = item.GetProperty("objects").EnumerateArray().ToList();
        var policies = objects.Where(o => KindOf(o) == "ValidatingAdmissionPolicy")
            .Select(o => CompiledPolicy.Of(AdmissionPolicyReader.ReadPolicy(o), Minor)).ToDictionary(p => p.Facts.Name);
        var bindings = objects.Where(o => KindOf(o) == "ValidatingAdmissionPolicyBinding").Select(AdmissionPolicyReader.ReadBinding);
        return bindings.Any(b => PolicyEvaluation.Evaluate(policies[b.PolicyName], b, request, ParameterSet.None) is PolicyDecision.Denied)
            || objects.SelectMany(o => MatchReader.Items(o, "webhooks")).Any(w => IsCalled(w, request));
    }

    private static bool IsCalled(JsonElement webhook, AdmissionRequest request)
    {
        if (MatchReader.ReadWebhook(webhook).WhyNot(request) is not null)
            return false;
        var environment = new CelEnvironment(new CelDialect(Minor), RequestVariables.All);
        var (conditions, error) = MatchConditions.Compile(AdmissionPolicyReader.Expressions(webhook, "matchConditions"), environment);
        Assert.Null(error);
        return conditions!.Evaluate(RequestVariables.Values(request, null)).Result.IsTrue;
    }

    private static string KindOf(JsonElement json) => json.GetProperty("kind").GetString()!;

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
