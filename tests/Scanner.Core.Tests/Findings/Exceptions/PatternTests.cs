using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Scanner.Core.Findings.Exceptions;

namespace Scanner.Core.Tests.Findings.Exceptions;

public sealed class PatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a*b*c", "aXbYc", true)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*bc", "abcbd", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("*aab", "aaaaab", true)]
    [InlineData("A", "a", false)]
    public void Matches_Text_AsStarsSay(string pattern, string text, bool expected) => Assert.Equal(expected, Pattern.Matches(pattern, text));

    [Fact]
    public void Matches_AnyPatternAndText_AgreesWithARegularExpression()
    {
        var texts = Gen.Elements('a', 'b', '*').ArrayOf().Select(c => new string(c));
        Check.QuickThrowOnFailure(Prop.ForAll(texts.Zip(texts).ToArbitrary(), pair =>
        {
            var (pattern, text) = pair;
            var expression = $"^{Regex.Escape(pattern).Replace("\\*", "[ab*]*", StringComparison.Ordinal)}\\z";
            return Regex.IsMatch(text, expression, RegexOptions.NonBacktracking) == Pattern.Matches(pattern, text);
        }));
    }

    [Fact]
    public void Matches_ManyStars_TakesNoExponentialTime() =>
        Assert.False(Pattern.Matches(string.Concat(Enumerable.Repeat("a*", 200)) + "b", new string('a', 5000)));
}
