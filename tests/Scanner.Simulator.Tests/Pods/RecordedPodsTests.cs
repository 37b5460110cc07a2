using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator.Admission;
using Scanner.Simulator.Pods;

namespace Scanner.Simulator.Tests.Pods;

/// <summary>Pods as real servers stored them: nothing about them is unknown, missing or in another order.</summary>
public sealed class RecordedPodsTests
{
    [Theory]
    [InlineData(KubernetesVersion.V1_25)]
    [InlineData(KubernetesVersion.V1_28)]
    [InlineData(KubernetesVersion.V1_30)]
    [InlineData(KubernetesVersion.V1_36)]
    public void Default_RecordedPods_ChangesNothing(KubernetesVersion version)
    {
        var strategy = new PodStrategy(version);
        var pods = Fixture.Files("*.json", "recordings", $"kubernetes-1.{(int)version}").SelectMany(Pods).ToList();
        Assert.NotEmpty(pods);
        foreach (var pod in pods)
        {
            var before = pod.ToJsonString();
            Assert.Empty(strategy.UnknownFields(pod));
            strategy.Default(pod);
            Assert.Equal(before, pod.ToJsonString());
            Assert.Null(strategy.ValidateUpdate(pod, pod, ""));
        }
    }

    private static IEnumerable<JsonObject> Pods(string file)
    {
        var body = (JsonNode.Parse(File.ReadAllText(file)) as JsonObject).Object("response").Object("body");
        return body.Text("kind") switch
        {
            "Pod" => [body!],
            "PodList" => body.Objects("items"),
            _ => [],
        };
    }
}
