using System.Text;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;
using Scanner.Decoding.Pods;

namespace Scanner.Tests.Decoding.Pods;

/// <summary>Which pods a policy could tell apart, and which it could not.</summary>
public sealed class PodCombinationTests
{
    private const string Usual = """{"metadata":{"name":"a","labels":{"app":"web","team":"x"},"annotations":{"n":"1"}},"spec":{"serviceAccountName":"s","containers":[{"name":"c","image":"corp.example/app:1","securityContext":{"runAsUser":7,"capabilities":{"drop":["ALL","SYS_TIME"]}}}]}}""";

    [Theory]
    [InlineData("\"app\":\"web\",\"team\":\"x\"", "\"team\":\"x\",\"app\":\"web\"")]
    [InlineData("\"team\":\"x\"", "\"team\":\"x\",\"pod-template-hash\":\"6d4cf56db6\",\"controller-revision-hash\":\"1\"")]
    [InlineData("\"team\":\"x\"", "\"team\":\"x\",\"statefulset.kubernetes.io/pod-name\":\"db-0\",\"apps.kubernetes.io/pod-index\":\"0\"")]
    [InlineData("\"team\":\"x\"", "\"team\":\"x\",\"batch.kubernetes.io/controller-uid\":\"u\",\"batch.kubernetes.io/job-name\":\"j\",\"batch.kubernetes.io/job-completion-index\":\"3\"")]
    [InlineData("\"n\":\"1\"", "\"n\":\"1\",\"batch.kubernetes.io/job-completion-index\":\"3\",\"cni.projectcalico.org/podIP\":\"10.0.0.7/32\"")]
    [InlineData("\"n\":\"1\"", "\"n\":\"1\",\"kubectl.kubernetes.io/last-applied-configuration\":\"{}\"")]
    [InlineData("\"name\":\"a\"", "\"name\":\"b\"")]
    [InlineData("app:1", "other:2")]
    [InlineData("\"ALL\",\"SYS_TIME\"", "\"SYS_TIME\",\"ALL\"")]
    public void Combination_WhatNoPolicyTellsApart_IsTheSame(string before, string after) =>
        Assert.Equal(Read(Usual).Combination, Read(Usual.Replace(before, after, StringComparison.Ordinal)).Combination);

    [Theory]
    [InlineData("\"app\":\"web\"", "\"app\":\"db\"")]
    [InlineData("\"app\":\"web\",\"team\":\"x\"", "\"app\":\"x\",\"team\":\"web\"")]
    [InlineData("\"team\":\"x\"", "\"team\":\"x\",\"exempt\":\"\"")]
    [InlineData("\"n\":\"1\"", "\"n\":\"2\"")]
    [InlineData("\"labels\":{\"app\":\"web\",\"team\":\"x\"},\"annotations\":{\"n\":\"1\"}", "\"labels\":{\"n\":\"1\"},\"annotations\":{\"app\":\"web\",\"team\":\"x\"}")]
    [InlineData("\"s\"", "\"t\"")]
    [InlineData("corp.example/", "other.example/")]
    [InlineData("corp.example/", "")]
    [InlineData("\"runAsUser\":7", "\"runAsUser\":8")]
    [InlineData("\"runAsUser\":7", "\"privileged\":true")]
    [InlineData("\"SYS_TIME\"", "\"SYS_NICE\"")]
    [InlineData("\"serviceAccountName\"", "\"hostNetwork\":true,\"serviceAccountName\"")]
    [InlineData("\"serviceAccountName\"", "\"securityContext\":{\"runAsNonRoot\":true},\"serviceAccountName\"")]
    public void Combination_WhatAPolicyCanTellApart_IsAnother(string before, string after)
    {
        Assert.Contains(before, Usual, StringComparison.Ordinal);
        Assert.NotEqual(Read(Usual).Combination, Read(Usual.Replace(before, after, StringComparison.Ordinal)).Combination);
    }

    [Theory]
    [InlineData("nginx", "docker.io/library/nginx:1", true)]
    [InlineData("library/nginx", "nginx@sha256:0", true)]
    [InlineData("localhost/nginx", "nginx", false)]
    [InlineData("registry:5000/nginx", "registry/nginx", false)]
    public void Combination_Image_CountsByItsRegistry(string one, string other, bool same) => Assert.Equal(
        same,
        Read(Usual.Replace("corp.example/app:1", one, StringComparison.Ordinal)).Combination
            == Read(Usual.Replace("corp.example/app:1", other, StringComparison.Ordinal)).Combination);

    [Fact]
    public void Image_FirstRegularContainer_IsThePods()
    {
        var pod = Read("""{"metadata":{"name":"a"},"spec":{"initContainers":[{"name":"i","image":"init:1"}],"ephemeralContainers":[{"name":"e","image":"debug:1"}],"containers":[{"name":"c","image":"app:1"},{"name":"d","image":"side:1"}]}}""");
        Assert.Equal("app:1", pod.Image);
    }

    private static PodFacts Read(string json)
    {
        var reader = new JsonWireReader(Encoding.UTF8.GetBytes(json));
        return new PodReader().Read(ref reader);
    }
}
