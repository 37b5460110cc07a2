namespace Scanner.Policies.Tests.Cel;

/// <summary>What a Kubernetes 1.36.2 API server refuses when a policy is created, and what it takes.</summary>
public sealed class CompilationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("1 +")]
    [InlineData("(1")]
    [InlineData("'a")]
    [InlineData("'\\q'")]
    [InlineData("a..b")]
    [InlineData("object.in")]
    [InlineData("for")]
    [InlineData("has(object)")]
    [InlineData("[1].all(1, true)")]
    [InlineData("9223372036854775808")]
    [InlineData("0xfffffffffffffffff")]
    [InlineData("[1, 2")]
    [InlineData("{1}")]
    [InlineData("!-object")]
    [InlineData("object.`a-b`")]
    [InlineData("`a`.b")]
    [InlineData("nothing == 1")]
    [InlineData("object.unheardOf()")]
    [InlineData("[1, 'a'] == []")]
    [InlineData("{'a': 1, 2: 3} == {}")]
    [InlineData("[object.x, 1] == []")]
    [InlineData("{'a': object.x, 'b': 1} == {}")]
    [InlineData("['a', null] == []")]
    [InlineData("['a'].sum() == 'a'")]
    [InlineData("[{}].isSorted()")]
    [InlineData("'a'.find('[') == ''")]
    [InlineData("1 == 1.0")]
    [InlineData("1 == 'a'")]
    [InlineData("1 + 1.0 == 2.0")]
    [InlineData("[1, 2] == [1.0, 2.0]")]
    [InlineData("true ? 1 : 'a'")]
    [InlineData("object.matches(object, object)")]
    [InlineData("'a'.matches('[')")]
    [InlineData("duration('x') == duration('1s')")]
    [InlineData("double('1e400') > 0.0")]
    [InlineData("int('0x10') > 0")]
    [InlineData("int(1e30) > 0")]
    [InlineData("string(b'\\xff') == ''")]
    [InlineData("1 && true")]
    [InlineData("[1].all(x, x)")]
    [InlineData("'a'.b == 1")]
    [InlineData("5.all(x, true)")]
    [InlineData("Object{spec: 1}")]
    public void Refused(string expression) => Assert.StartsWith("invalid: ", Evaluated.Text(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("1 < 1.0")]
    [InlineData("object.x == 'a'")]
    [InlineData("type(object) == map")]
    [InlineData("object == null ? object.spec : 'x'")]
    [InlineData("-9223372036854775808 == 1")]
    [InlineData("[1, 2].exists_one(i, v, v == 1)")]
    [InlineData("strings.quote('a') == 'a'")]
    [InlineData("[1].first().hasValue()")]
    [InlineData("optional.unwrap([optional.of(1)]) == []")]
    [InlineData("[] == [1] && [] == ['a']")]
    [InlineData("[[]] == [[1]]")]
    [InlineData("[[], [1]] == []")]
    [InlineData("{1: 'a', 1: 'b'} == {1: 'b'}")]
    [InlineData("'%s'.format([{'a': 1, 'b': 'c'}]) == ''")]
    [InlineData("'a' in object")]
    [InlineData("object.metadata.namespace == 'for'")]
    [InlineData("!!true && --1 == 1 // a remark")]
    public void Taken(string expression) => Assert.DoesNotContain("invalid: ", Evaluated.Text(expression), StringComparison.Ordinal);

    [Fact]
    public void Errors_NameLineAndColumn() => Assert.Equal("invalid: 2:6: undeclared reference to 'b' (in container '')", Evaluated.Text("true\n  && b"));

    /// <summary>Deep texts are refused and do not end the process.</summary>
    [Theory]
    [InlineData("(", ")", 300)]
    [InlineData("[", "]", 50_000)]
    [InlineData("!(", ")", 20_000)]
    [InlineData("1+", "", 40_000)]
    [InlineData("1==", "", 30_000)]
    [InlineData("", ".a", 14_000)]
    [InlineData("", "[0]", 14_000)]
    [InlineData("true?", ":1", 14_000)]
    public void Deep(string open, string close, int times)
    {
        var text = string.Concat(Enumerable.Repeat(open, times)) + "1" + string.Concat(Enumerable.Repeat(close, times));
        Assert.StartsWith("invalid: ", Evaluated.Text(text[..Math.Min(text.Length, 100_000)]), StringComparison.Ordinal);
    }

    /// <summary>A chain of one logical operator is long and not deep.</summary>
    [Fact]
    public void LongChain() => Assert.Equal("true", Evaluated.Text(string.Join(" || ", Enumerable.Repeat("false", 5_000)) + " || true"));
}
