using Scanner.Policies.Cel.Values;
using Scanner.Policies.JsonPatches;

namespace Scanner.Policies.Tests.JsonPatches;

/// <summary>The API server is strict where Kyverno is not.</summary>
public sealed class CelPatchTests
{
    [Theory]
    [InlineData("""{"op":"add","path":"/a/-","value":3}""", """{"a": [1, 2, 3]}""")]
    [InlineData("""{"op":"add","path":"/a/0","value":0}""", """{"a": [0, 1, 2]}""")]
    [InlineData("""{"op":"add","path":"/a/2","value":0}""", """{"a": [1, 2, 0]}""")]
    [InlineData("""{"op":"add","path":"/b~1c","value":null}""", """{"a": [1, 2], "b/c": null}""")]
    [InlineData("""{"op":"replace","path":"/a/1","value":{"x":true}}""", """{"a": [1, {"x": true}]}""")]
    [InlineData("""{"op":"replace","path":"","value":1}""", "1")]
    [InlineData("""{"op":"remove","path":"/a/0"}""", """{"a": [2]}""")]
    [InlineData("""{"op":"move","from":"/a/1","path":"/a/0"}""", """{"a": [2, 1]}""")]
    [InlineData("""{"op":"copy","from":"/a","path":"/b"}""", """{"a": [1, 2], "b": [1, 2]}""")]
    [InlineData("""{"op":"test","path":"/a/0","value":1}""", """{"a": [1, 2]}""")]
    public void Both(string operation, string expected)
    {
        Assert.Equal(Unquoted(expected), Strict(operation));
        Assert.Equal(Unquoted(expected), OfKyverno(operation));
    }

    /// <summary>A test that fails is no error: the patch is not applied.</summary>
    [Theory]
    [InlineData("""{"op":"test","path":"/a/0","value":2}""", "", "")]
    [InlineData("""{"op":"remove","path":"/b"}""", "the path /b is not there", """{"a": [1, 2]}""")]
    [InlineData("""{"op":"remove","path":"/a/-1"}""", "the path /a/-1 is not there", """{"a": [1]}""")]
    [InlineData("""{"op":"add","path":"/b/c","value":1}""", "the path /b/c is not there", """{"a": [1, 2], "b": {"c": 1}}""")]
    [InlineData("""{"op":"replace","path":"/b","value":1}""", "the path /b is not there", "the path /b is not there")]
    [InlineData("""{"op":"add","path":"/a/3","value":1}""", "the path /a/3 is not there", "the path /a/3 is not there")]
    [InlineData("""{"op":"add","path":"/a/0/x","value":1}""", "the path /a/0/x is not there", "the path /a/0/x is not there")]
    [InlineData("""{"op":"replace","path":"/a/-","value":1}""", "the path /a/- is not there", "the path /a/- is not there")]
    [InlineData("""{"op":"move","from":"/b","path":"/c"}""", "the path /b is not there", "the path /b is not there")]
    [InlineData("""{"op":"turn","path":"/a"}""", "unexpected kind: turn", "unexpected kind: turn")]
    public void OneIsStricter(string operation, string strict, string ofKyverno)
    {
        Assert.Equal(strict, Strict(operation));
        Assert.Equal(Unquoted(ofKyverno), OfKyverno(operation));
    }

    /// <summary>As values of CEL are printed.</summary>
    private static string Unquoted(string json) => json.Replace("\"", "", StringComparison.Ordinal);

    private static string Strict(string operation) => Text(CelPatch.Strict, operation);

    private static string OfKyverno(string operation) => Text(CelPatch.OfKyverno, operation);

    private static string Text(CelPatch patch, string operation)
    {
        var (patched, error) = patch.Apply(JsonValues.Parse("""{"a":[1,2]}""")!, (CelList)JsonValues.Parse($"[{operation}]")!);
        return patched?.ToString() ?? error ?? "";
    }
}
