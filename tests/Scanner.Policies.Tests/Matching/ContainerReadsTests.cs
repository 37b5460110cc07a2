using Scanner.Policies.Matching;

namespace Scanner.Policies.Tests.Matching;

public sealed class ContainerReadsTests
{
    [Theory]
    [InlineData("{{ request.object.spec.priorityClassName }}")]
    [InlineData("{{ request.object.spec.volumes[?hostPath] | length(@) }}")]
    [InlineData("{{ request.object.metadata.labels.\"app\" }} and {{ request.operation }} of {{ request.namespace }}")]
    [InlineData("has(object.spec) && has(object.spec.hostNetwork) && !object.spec.hostNetwork")]
    [InlineData("object.spec.?volumes.orValue([]).all(v, !has(v.hostPath))")]
    [InlineData("requests and objects of others")]
    public void Not(string text) => Assert.False(ContainerReads.Of(text));

    [Theory]
    [InlineData("object.spec.containers.all(c, true)")]
    [InlineData("{{ request.object.spec.[initContainers, containers][] }}")]
    [InlineData("{{ request.object.spec.*[].securityContext }}")]
    [InlineData("{{ to_string(request.object) }}")]
    [InlineData("{{ to_string(request.object.spec) }}")]
    [InlineData("{{ request.object | to_string(@) }}")]
    [InlineData("{{ request.\"object\".spec.x }}")]
    [InlineData("object['spec'].x")]
    [InlineData("object.spec.exists(field, field.startsWith('con'))")]
    [InlineData("variables.pod.size() > 0 ? object : null")]
    [InlineData("{{ images.*.*.registry }}")]
    [InlineData("{\"podSecurity\":{\"level\":\"baseline\"}}")]
    [InlineData("object.status == null")]
    public void Perhaps(string text) => Assert.True(ContainerReads.Of(text));
}
