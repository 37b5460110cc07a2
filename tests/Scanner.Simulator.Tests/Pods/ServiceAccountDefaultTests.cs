using System.Text.Json.Nodes;
using Scanner.Simulator.Pods;

namespace Scanner.Simulator.Tests.Pods;

public sealed class ServiceAccountDefaultTests
{
    [Theory]
    [InlineData("serviceAccountName")]
    [InlineData("serviceAccount")]
    public void Default_EitherNameOfTheServiceAccount_GivesBoth(string field)
    {
        var pod = new JsonObject { ["metadata"] = new JsonObject(), ["spec"] = new JsonObject { [field] = "robot", ["containers"] = new JsonArray() } };
        new PodStrategy(KubernetesVersion.V1_36).Default(pod);
        Assert.Equal("robot", pod["spec"]!["serviceAccountName"]!.GetValue<string>());
        Assert.Equal("robot", pod["spec"]!["serviceAccount"]!.GetValue<string>());
    }
}
