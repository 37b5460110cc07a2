using Scanner.Policies.Rego.Syntax;

namespace Scanner.Policies.Tests.Rego;

public sealed class EvaluationTests
{
    [Theory]
    [InlineData("p := 1 + 2 * 3", "7")]
    [InlineData("p := {1, 2} | {3} - {1}", "{1, 2, 3}")]
    [InlineData("p := x if { x := [1, 2, 3][_]; x > 2 }", "3")]
    [InlineData("p contains x if some x in [3, 1, 2]", "{1, 2, 3}")]
    [InlineData("p[k] := v if some k, v in {\"a\": 1, \"b\": 2}", "{\"a\": 1, \"b\": 2}")]
    [InlineData("p := [y | some x in [1, 2]; y := x * 10]", "[10, 20]")]
    [InlineData("p := {k: v | some v, k in [\"a\", \"b\"]}", "{\"a\": 0, \"b\": 1}")]
    [InlineData("p if every x in [1, 2] { x > 0 }", "true")]
    [InlineData("p if every x in [1, 2] { x > 1 }", "undefined")]
    [InlineData("default p := \"no\"\np := \"yes\" if false", "\"no\"")]
    [InlineData("p := \"a\" if false\nelse := \"b\" if false\nelse := \"c\"", "\"c\"")]
    [InlineData("f(x) := x + 1\np := f(f(1))", "3")]
    [InlineData("f([x, {\"k\": y}]) := x + y\np := f([1, {\"k\": 2}])", "3")]
    [InlineData("p := y if { [1, {\"a\": y}] = [1, {\"a\": 5}] }", "5")]
    [InlineData("p := [x, y] if { [x, 2] = [1, y] }", "[1, 2]")]
    [InlineData("p := x if { x = y; y = 7 }", "7")]
    [InlineData("p := a.b[\"c\"] if { a := {\"b\": {\"c\": 1}} }", "1")]
    [InlineData("p := 2 in [1, 2]", "true")]
    [InlineData("p if \"a\", 1 in {\"a\": 1}", "true")]
    [InlineData("p if \"a\", 1 in {\"a\": 1} in [true]", "true")]
    [InlineData("p if not false", "true")]
    [InlineData("p if not q\nq if false", "true")]
    [InlineData("p := count({x | x := [1, 1, 2][_]})", "2")]
    [InlineData("a.b.c := 1\na.b.d := 2\np := a.b", "{\"c\": 1, \"d\": 2}")]
    [InlineData("p := $\"<{1 + 1}> {input.x}\"", "\"<2> <undefined>\"")]
    [InlineData("p := [path | walk({\"a\": [1]}, [path, 1])]", "[[\"a\", 0]]")]
    [InlineData("p := x if { x := input.x with input as {\"x\": 3} }", "3")]
    [InlineData("q := input.x\np := [a, b] if { a := q with input.x as 1; b := q with input.x as 2 }", "[1, 2]")]
    [InlineData("f(_) := 1\np := y if { y := f(2) with f as g }\ng(x) := x * 10", "20")]
    public void Rules(string rules, string expected) => Assert.Equal(expected, Evaluated.Text(rules));

    [Theory]
    [InlineData("p[x] { x := [1, 2][_] }", "{1, 2}")]
    [InlineData("p[k] = v { v := [\"a\", \"b\"][k] }", "{0: \"a\", 1: \"b\"}")]
    [InlineData("p { false } { true }", "true")]
    [InlineData("p = x { x := input.a }\nelse = \"none\" { true }", "\"none\"")]
    [InlineData("p { contains(\"abc\", \"b\") }", "true")]
    [InlineData("import future.keywords.in\np { 1 in [1] }", "true")]
    [InlineData("import rego.v1\np contains 1 if true", "{1}")]
    [InlineData("f() = 3 { true }\np = x { x := f }", "3")]
    public void OlderSyntax(string rules, string expected) => Assert.Equal(expected, Evaluated.Text(rules, dialect: RegoDialect.V0));

    /// <summary>As in OPA, what a function is given is evaluated before the negation, and the sides of an equation within it.</summary>
    [Theory]
    [InlineData("p if not input.x.y", "true")]
    [InlineData("p if not input.x == 1", "true")]
    [InlineData("p if not startswith(input.x, \"a\")", "undefined")]
    [InlineData("p if not {\"a\": 1}[input.x]", "undefined")]
    public void NegationOfWhatIsUndefined(string rules, string expected) => Assert.Equal(expected, Evaluated.Text(rules, "{}"));

    [Theory]
    [InlineData("p := [1, 2][_]", "error: eval_conflict_error: complete rules must not produce multiple outputs")]
    [InlineData("p := {k: v | k := \"a\"; v := [1, 2][_]}", "error: eval_conflict_error: object keys must be unique")]
    [InlineData("p := 1 / 0", "undefined")]
    [InlineData("p := count(1)", "undefined")]
    [InlineData("p := numbers.range(1, 100000000)", "error: eval_limit: a range of more than a million numbers")]
    public void Errors(string rules, string expected) => Assert.Equal(expected, Evaluated.Text(rules));

    /// <summary>Rules that double a value again and again, or go over products of large ranges, end.</summary>
    [Fact]
    public void Limits()
    {
        var doubling = string.Join('\n', Enumerable.Range(1, 64).Select(i => $"r{i} := concat(\"\", [r{i - 1}, r{i - 1}])").Prepend("r0 := \"0123456789\""));
        Assert.StartsWith("error: eval_limit", Evaluated.Text(doubling + "\np := r64"));
        var nesting = string.Join('\n', Enumerable.Range(1, 64).Select(i => $"r{i} := [r{i - 1}, r{i - 1}]").Prepend("r0 := 1"));
        Assert.StartsWith("error: eval_limit", Evaluated.Text(nesting + "\np := r64"));
        Assert.StartsWith("error: eval_limit", Evaluated.Text("n := numbers.range(1, 2000)\np if { some x in n; some y in n; x + y == 0 }"));
    }
}
