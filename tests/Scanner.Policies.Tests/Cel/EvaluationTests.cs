namespace Scanner.Policies.Tests.Cel;

/// <summary>The language itself. What google/cel-spec tests is run by Scanner.Conformance; here is what must hold in every build.</summary>
public sealed class EvaluationTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("-7 / 2", "-3")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("'a' + 'b'", "ab")]
    [InlineData("[1] + [2]", "[1, 2]")]
    [InlineData("9223372036854775807 + 1", "error: integer overflow")]
    [InlineData("-9223372036854775808 / -1", "error: integer overflow")]
    [InlineData("0u - 1u", "error: unsigned integer overflow")]
    [InlineData("18446744073709551615u * 2u", "error: unsigned integer overflow")]
    [InlineData("1 / 0", "error: division by zero")]
    [InlineData("1 % 0", "error: modulus by zero")]
    [InlineData("1.0 / 0.0", "+Inf")]
    [InlineData("dyn(1) == 1u", "true")]
    [InlineData("dyn(1) == 1.0", "true")]
    [InlineData("dyn(1) == '1'", "false")]
    [InlineData("1 < 1.5", "true")]
    [InlineData("-1 < 1u", "true")]
    [InlineData("{1: 2}[dyn(1.0)]", "2")]
    [InlineData("'é' < '\\U0001F431'", "true")]
    [InlineData("size('\\U0001F431')", "1")]
    [InlineData("bytes('é').size()", "2")]
    public void Operators(string expression, string expected) => Assert.Equal(expected, Evaluated.Text(expression));

    /// <summary>An error or unknown on one side does not matter when the other side decides, whichever side that is.</summary>
    [Theory]
    [InlineData("object.missing == 1 || true", "true")]
    [InlineData("true || object.missing == 1", "true")]
    [InlineData("object.missing == 1 && false", "false")]
    [InlineData("object.missing == 1 || false", "error: no such key: missing")]
    [InlineData("false && authorizer", "false")]
    [InlineData("authorizer && false", "false")]
    [InlineData("true && authorizer", "unknown: authorizer")]
    [InlineData("authorizer || object.missing == 1", "unknown: authorizer")]
    [InlineData("[authorizer].size() == 1", "unknown: authorizer")]
    [InlineData("[1, 2, 3].exists(i, i / object.zero > 0 || i == 3)", "true")]
    [InlineData("[1, 2, 3].all(i, i / object.zero > 0 && i < 3)", "false")]
    [InlineData("[1, 2, 3].exists_one(i, i / object.zero > 0)", "error: division by zero")]
    public void FailuresOfOneSide(string expression, string expected) => Assert.Equal(expected, Evaluated.Text(expression, """{"zero": 0}"""));

    [Theory]
    [InlineData("has(object.spec.a)", "true")]
    [InlineData("has(object.spec.b)", "false")]
    [InlineData("object.spec.a.filter(c, c > 1)", "[2, 3]")]
    [InlineData("object.spec.a.map(c, c > 1, c * 2)", "[4, 6]")]
    [InlineData("object.spec.all(k, k == 'a')", "true")]
    [InlineData("object.spec.?b.orValue([]).size()", "0")]
    [InlineData("object.?spec.?a.hasValue()", "true")]
    [InlineData("object[?'none'].or(object[?'spec']).value().a[0]", "1")]
    [InlineData("[?object.?none, dyn(1)]", "[1]")]
    [InlineData("{?'k': object.?none, 'l': dyn(1)}", "{l: 1}")]
    [InlineData("object.?spec.optMap(s, s.a.size()).orValue(0)", "3")]
    [InlineData("['a', 'b'].transformMap(i, v, v + string(i))", "{0: a0, 1: b1}")]
    [InlineData("{'a': 1}.transformMapEntry(k, v, {v: k})", "{1: a}")]
    [InlineData("['a', 'b'].transformList(i, v, i > 0, v)", "[b]")]
    [InlineData("['bb', 'a'].sortBy(s, s.size())", "[a, bb]")]
    [InlineData("[1].map(x, [2].map(y, [3].map(z, x + y + z)))", "[[[6]]]")]
    [InlineData("[1, 2].map(x, x).map(x, [x].exists(x, x == 2))", "[false, true]")]
    public void MacrosAndOptionals(string expression, string expected) => Assert.Equal(expected, Evaluated.Text(expression, """{"spec": {"a": [1, 2, 3]}}"""));

    [Theory]
    [InlineData("cel.bind(x, 1, x)", 36)]
    [InlineData("math.abs(1)", 36)]
    [InlineData("base64.encode(b'a')", 36)]
    [InlineData("'a'.reverse()", 36)]
    [InlineData("[1].existsOne(x, x == 1)", 36)]
    [InlineData("object.?a", 27)]
    [InlineData("quantity('1')", 27)]
    [InlineData("sets.contains([1], [1])", 28)]
    [InlineData("'%d'.format([1])", 28)]
    [InlineData("ip('1.1.1.1')", 29)]
    [InlineData("format.named('x')", 30)]
    [InlineData("[1].transformList(i, v, v)", 31)]
    [InlineData("semver('1.0.0')", 32)]
    [InlineData("[1].distinct()", 33)]
    [InlineData("1 < 1.0", 27)]
    public void NotInThatVersionOfKubernetes(string expression, int minor) => Assert.StartsWith("invalid: ", Evaluated.Text(expression, minor: minor), StringComparison.Ordinal);

    /// <summary>A thousand times a thousand times a thousand steps end with an error that nothing absorbs.</summary>
    [Theory]
    [InlineData("lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, true)))")]
    [InlineData("lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, true))) || true")]
    [InlineData("lists.range(99).map(x, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa').map(x, lists.range(99).map(y, lists.range(99).map(z, x))).size() > 0")]
    [InlineData("lists.range(5000).exists(i, 'a'.matches('b{1,9}' + string(i)))")]
    public void CostLimit(string expression) =>
        Assert.Equal("error: operation cancelled: actual cost limit exceeded", Evaluated.Text(expression));
}
