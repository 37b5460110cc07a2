namespace Scanner.Policies.Tests.Rego;

/// <summary>What is not known goes through every operation by name, and counts only where it could decide.</summary>
public sealed class UnknownTests
{
    private const string It = "(unknown: data.unknown)";

    [Theory]
    [InlineData("p := data.unknown", It)]
    [InlineData("p := data.unknown.a[\"b\"]", It)]
    [InlineData("p := data.unknown + 1", It)]
    [InlineData("p if data.unknown", It)]
    [InlineData("p if not data.unknown", It)]
    [InlineData("p if { data.unknown; false }", "undefined")]
    [InlineData("p if data.unknown\np if true", "true")]
    [InlineData("p := 1 if data.unknown\np := 2 if true", It)]
    [InlineData("default p := 1\np := 2 if data.unknown", It)]
    [InlineData("p := 1 if data.unknown\nelse := 2", It)]
    [InlineData("p contains 1 if data.unknown\np contains 2", "{2}")]
    [InlineData("q contains 1 if data.unknown\nq contains 2\np if 2 in q", "true")]
    [InlineData("q contains 1 if data.unknown\nq contains 2\np if 3 in q", It)]
    [InlineData("q contains 1 if data.unknown\nq contains 2\np := count(q)", It)]
    [InlineData("p := [x | x := data.unknown[_]]", It)]
    [InlineData("p := count([data.unknown, 1])", It)]
    [InlineData("p := sprintf(\"%v\", [data.unknown])", It)]
    [InlineData("p if every x in [1, 2] { data.unknown[x] }", It)]
    [InlineData("p if every x in [1, 2] { data.unknown[x]; x == 1 }", "undefined")]
    [InlineData("p if { some x in data.unknown; x == 1 }", It)]
    [InlineData("q contains 1 if data.unknown\np := object.get({\"a\": 1, \"b\": q}, \"a\", 0)", "1")]
    [InlineData("q contains 1 if data.unknown\np := count([q, 1])", "2")]
    [InlineData("f(x) := 1 if x == data.unknown\np := f(2)", It)]
    [InlineData("p if http.send({\"url\": \"https://registry.example\"}).body", "(unknown: the function http.send)")]
    [InlineData("p := time.now_ns() - 1", "(unknown: the function time.now_ns)")]
    [InlineData("p if { is_string(data.unknown.name); false }", "undefined")]
    public void Propagation(string rules, string expected) => Assert.Equal(expected, Evaluated.Text(rules));
}
