using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Mutations;

namespace Scanner.Policies.Tests.Kyverno;

public sealed class EphemeralReachTests
{
    [Theory]
    [InlineData("""{"patchStrategicMerge":{"metadata":{"labels":{"a":"{{ unknown }}"} },"spec":{"containers":[{"(name)":"*","image":"{{@}}"}]} } }""")]
    [InlineData("""{"patchesJson6902":"- op: add\n  path: \"/spec/tolerations/-\"\n  value:\n    key: a\n- {op: move, from: /metadata/labels/a, path: /metadata/labels/b}"}""")]
    [InlineData("""{"foreach":[{"list":"request.object.spec.containers[]","patchesJson6902":"- path: /spec/containers/{{elementIndex}}/env/-\n  op: add"}]}""")]
    public void Elsewhere(string mutate) => Assert.False(EphemeralReach.Of(JsonValues.Parse(mutate)));

    [Theory]
    [InlineData("""{"patchStrategicMerge":{"spec":{"+(ephemeralContainers)":[]} } }""")]
    [InlineData("""{"patchStrategicMerge":{"spec":{"{{ element.kind }}":[]} } }""")]
    [InlineData("""{"patchStrategicMerge":{"spec":null} }""")]
    [InlineData("""{"patchStrategicMerge":"{{ patch }}"}""")]
    [InlineData("""{"patchesJson6902":"- op: remove\n  path: /spec/ephemeralContainers/0/securityContext"}""")]
    [InlineData("""{"patchesJson6902":"- op: remove\n  path: /spec/{{ element.kind }}/0"}""")]
    [InlineData("""{"patchesJson6902":"[{\"op\":\"replace\",\"path\":\"/spec\",\"value\":{}}]"}""")]
    [InlineData("""{"patchesJson6902":"[{\"op\":\"move\",\"path\":\"/metadata/labels/a\",\"from\":\"/spec/ephemeralContainers/0/name\"}]"}""")]
    [InlineData("""{"patchesJson6902":"{{ patch }}"}""")]
    [InlineData("""{"foreach":[{"list":"x","foreach":[{"list":"y","patchStrategicMerge":{"spec":{"ephemeralContainers":[]} } }]}]}""")]
    public void Perhaps(string mutate) => Assert.True(EphemeralReach.Of(JsonValues.Parse(mutate)));
}
