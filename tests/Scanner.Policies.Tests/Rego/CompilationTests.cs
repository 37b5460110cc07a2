using Scanner.Policies.Rego.Syntax;

namespace Scanner.Policies.Tests.Rego;

public sealed class CompilationTests
{
    [Theory]
    [InlineData("p := q\nq := p", "invalid: rego_recursion_error: rule data.test.")]
    [InlineData("p := data.test", "invalid: rego_recursion_error: rule data.test.p is recursive")]
    [InlineData("f(x) := f(x)", "invalid: rego_recursion_error: rule data.test.f is recursive")]
    [InlineData("p if x > 1", "invalid: 2:8: rego_unsafe_var_error: var x is unsafe")]
    [InlineData("p if not input.a[_] == 1", "invalid: 2:6: rego_unsafe_var_error: var _ is unsafe")]
    [InlineData("p := x", "invalid: 2:1: rego_unsafe_var_error: var x is unsafe")]
    [InlineData("p contains x if true", "invalid: 2:1: rego_unsafe_var_error: var x is unsafe")]
    [InlineData("p if { x := 1; x := 2 }", "invalid: 2:16: rego_compile_error: var x assigned above")]
    [InlineData("p if nothing(1)", "invalid: 2:6: rego_type_error: undefined function nothing")]
    [InlineData("p if count(1, 2, 3)", "invalid: 2:6: rego_type_error: count: arity mismatch")]
    [InlineData("p := 1\np contains 2", "invalid: 3:1: rego_type_error: conflicting rules data.test.p found")]
    [InlineData("import other.x\np := 1", "invalid: 2:8: rego_parse_error: unexpected import path")]
    [InlineData("p := [1, 2", "invalid: 2:11: rego_parse_error: unexpected end")]
    [InlineData("p if { true true }", "invalid: 2:13: rego_parse_error: unexpected 'true'")]
    public void Refused(string rules, string expected) => Assert.StartsWith(expected, Evaluated.Text(rules));

    /// <summary>The newer words are names in the older syntax.</summary>
    [Fact]
    public void WordsOfTheOlderSyntax() => Assert.Equal("[1, 2]", Evaluated.Text("if := 1\nevery := 2\np := [if, every]", dialect: RegoDialect.V0));

    [Fact]
    public void DeepNesting_IsAnError()
    {
        foreach (var (open, close) in ((string, string)[])[("[", "]"), ("{", "}"), ("(", ")"), ("[x | x := ", "]")])
        {
            var text = "p := " + string.Concat(Enumerable.Repeat(open, 5_000)) + "1" + string.Concat(Enumerable.Repeat(close, 5_000));
            Assert.StartsWith("invalid: ", OnSmallStack(() => Evaluated.Text(text)));
        }
    }

    /// <summary>A chain of rules that is longer than the stack still gives an answer.</summary>
    [Fact]
    public void LongChains_Answer()
    {
        var rules = string.Join('\n', Enumerable.Range(1, 5_000).Select(i => $"r{i} := r{i - 1}").Prepend("r0 := 1"));
        Assert.StartsWith("error: eval_limit", OnSmallStack(() => Evaluated.Text(rules + "\np := r5000")));
    }

    // How much of a stack a level takes is the compiler's affair; of this one 5,000 take too much under any.
    private static string OnSmallStack(Func<string> evaluate)
    {
        var text = "";
        var thread = new Thread(() => text = evaluate(), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        return text;
    }
}
