using System.Text;
using Scanner.Inventory.Files;

namespace Scanner.Tests.Inventory.Files;

/// <summary>What is broken is named with its line, and the rest goes on.</summary>
public sealed class BrokenInputTests
{
    private const string Good = "apiVersion: v1\nkind: Pod\nmetadata: {name: good}\n";

    [Theory]
    [InlineData("kind: Pod\nmetadata: {name: 'x}\n", "not valid YAML")]
    [InlineData("kind: Pod\n\tmetadata: x\n", "f:2: not valid YAML")]
    [InlineData("kind: {{ .Values.kind }}\nname: {{- x }}\n", "it looks like a template: give what helm template makes of it")]
    [InlineData("a: [[[[\n", "not valid YAML")]
    [InlineData("a: *b\n", "alias *b names no anchor before it")]
    [InlineData("just a text\n", "f:2: is not a Kubernetes object: a map with apiVersion, kind and metadata is expected")]
    [InlineData("- a\n- b\n", "f:2: is not a Kubernetes object")]
    [InlineData("image: nginx\nreplicas: 3\n", "f:2: is not a Kubernetes object: it has no kind")]
    [InlineData("kind: Pod\nmetadata: {name: x}\n", "f:2: is not a Kubernetes object: it has no apiVersion")]
    [InlineData("# values\n\napiVersion: v1\nkind: 5\n", "f:4: the object: kind is a number where a text should stand")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: on}\n", "f:2: the object: metadata.name is true or false where a text should stand")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {hostNetwork: 'true'}\n", "f:2: Pod x: spec.hostNetwork is a text where true or false should stand")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a}, {name: b, image: 5, securityContext: {privileged: maybe}}]}\n", "Pod x: spec.containers[1].securityContext.privileged is a text")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x, labels: {a: b, pod-template-hash: 5}}\n", "Pod x: metadata.labels.pod-template-hash is a number where a text should stand")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: x\n", "metadata is a text where a map should stand")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: 1\n", "spec is a number where a map should stand")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {generateName: x-}\n", "has no metadata.name (generateName gets one only from a cluster)")]
    [InlineData("apiVersion: v1\nkind: Pod\n", "Pod : has no metadata.name")]
    [InlineData("apiVersion: v1\nkind: Namespace\nmetadata: {name: $(reboot)}\n", "metadata.name is none that the API server takes")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: ../y}\n", "metadata.namespace '../y' is no name of a namespace")]
    [InlineData("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: x}\nrules: [{verbs: [get], apiGroups: [''], resources: [1]}]\n", "Role x: rules[0].resources[0] is a number where a text should stand")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {a: .inf}\n", "f:2: holds .inf")]
    public void Read_BrokenDocument_IsNamedAndTheOthersAreRead(string document, string problem)
    {
        var input = ReadFiles.Read($"---\n{document}---\n{Good}");
        Assert.Equal(["good"], input.Pods.Select(p => p.Name));
        var found = Assert.Single(ReadFiles.Print(input), l => l.StartsWith("f:", StringComparison.Ordinal));
        Assert.Contains(problem, found, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found);
    }

    [Fact]
    public void Read_BrokenItem_LeavesTheOthersOfItsList()
    {
        var yaml = "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: 1}\n- text\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: good}\nkind: List\n";
        Assert.Equal(
            ["Pod default/good Pod/good", "f:3: the object: metadata.name is a number where a text should stand", "f:6: is not a Kubernetes object: a map with apiVersion, kind and metadata is expected"],
            ReadFiles.Print(ReadFiles.Read(yaml)));
        var json = "{\"items\":[\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":1}},\n\"text\",\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"good\"}}],\"kind\":\"List\"}";
        Assert.Equal(
            ["Pod default/good Pod/good", "f:2: the object: metadata.name is a number where a text should stand", "f:3: is not a Kubernetes object: a map with apiVersion, kind and metadata is expected"],
            ReadFiles.Print(ReadFiles.Read(json)));
    }

    [Fact]
    public void Read_ListWithoutKinds_ItsItemsAreNamed() => Assert.Equal(
        ["f:3: is not a Kubernetes object: it has no kind"],
        ReadFiles.Print(ReadFiles.Read("apiVersion: v1\nitems:\n- metadata: {name: x}\nkind: List\n")));

    [Theory]
    [InlineData("{\"apiVersion\":\"v1\",\n \"kind\":\"Pod\", nonsense\n}\n", "f:2: not valid JSON, and the rest of the document that begins in line 1 is not read")]
    [InlineData("{\"apiVersion\":\"v1\",\n \"kind\":\"Pod\",\n \"metadata\":{\n", "f:4: not valid JSON")]
    [InlineData("{\"apiVersion\":\"v1\",\"items\":[{\"a\":1},\n {\"b\":\n", "not valid JSON")]
    [InlineData("{\"a\" 1}\n", "f:1: not valid JSON")]
    public void Read_BrokenJson_TheNextDocumentIsRead(string document, string problem)
    {
        var input = ReadFiles.Read(document + "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"good\"}}\n");
        Assert.Equal(["good"], input.Pods.Select(p => p.Name));
        Assert.Contains(input.Problems, p => $"{p.Place}: {p.Text}".Contains(problem, StringComparison.Ordinal));
        Assert.All(input.Problems, p => Assert.DoesNotContain("LineNumber", p.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_TruncatedJsonList_KeepsWhatCameBefore()
    {
        var input = ReadFiles.Read("{\"apiVersion\":\"v1\",\"items\":[\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"good\"}},\n{\"apiVersion\":\"v1\",\"kind\":\"Po");
        Assert.Equal(["good"], input.Pods.Select(p => p.Name));
        Assert.Equal(3, Assert.Single(input.Problems).Place.Line);
    }

    [Theory]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"\\ud800\"}}")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: \"\\uD800\"}\n")]
    public void Read_HalfOfASurrogatePair_IsAProblem(string text) => Assert.Single(ReadFiles.Read(text).Problems);

    [Fact]
    public void Read_BytesOfNoText_AreProblems()
    {
        Assert.NotEmpty(ReadFiles.Read([0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3]).Problems);
        Assert.NotEmpty(ReadFiles.Read([.. "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\""u8, 0xC3, 0x28, .. "\"}}"u8]).Problems);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Read_EndlessNesting_IsAProblemAndNothingWorse(string opening)
    {
        var input = ReadFiles.Read(string.Concat(Enumerable.Repeat(opening, 200_000)) + $"\n---\n{Good}");
        Assert.NotEmpty(input.Problems);
        Assert.Equal(["good"], input.Pods.Select(p => p.Name));
    }

    [Fact]
    public void Read_AliasBomb_IsAProblem()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        var input = ReadFiles.Read(yaml + "---\n" + Good);
        Assert.Contains("grows too large by its aliases", Assert.Single(input.Problems).Text, StringComparison.Ordinal);
        Assert.Single(input.Pods);
    }
}
