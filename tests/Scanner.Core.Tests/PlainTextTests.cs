namespace Scanner.Core.Tests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("  a\t\r\n b  ", "a b")]
    [InlineData("red\u001b[31m", "red\\u001b[31m")]
    [InlineData("\u009b2J", "\\u009b2J")]
    [InlineData("a\u202eb\u2066c", "a\\u202eb\\u2066c")]
    [InlineData("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff")]
    [InlineData("line\u2028separator\u0085next", "line\\u2028separator\\u0085next")]
    [InlineData("bell\u0007 nul\0", "bell\\u0007 nul\\u0000")]
    [InlineData("tag\U000e0041", "tag\\udb40\\udc41")]
    [InlineData("soft\u00adhyphen", "soft\\u00adhyphen")]
    [InlineData("Jürgen 名前 😀", "Jürgen 名前 😀")]
    public void OneLine_WhatCannotBeSeen_IsShown(string text, string expected) => Assert.Equal(expected, PlainText.OneLine(text));

    /// <summary>In a name even a line break is a trap.</summary>
    [Theory]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("a \tb", "a \\u0009b")]
    [InlineData("a\u00a0b\u3000c", "a\\u00a0b\\u3000c")]
    [InlineData("a\ufe0fb\u180bc", "a\\ufe0fb\\u180bc")]
    [InlineData("a\U000e0100b", "a\\udb40\\udd00b")]
    public void Visible_Name_HidesNothing(string text, string expected) => Assert.Equal(expected, PlainText.Visible(text));

    [Fact]
    public void Lines_SeveralLines_StayLines() => Assert.Equal("a\nb\\u001b", PlainText.Lines("a\r\nb\u001b\n"));

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("service account argocd/controller", 20, "service account…")]
    [InlineData("abcdefghij", 5, "abcd…")]
    [InlineData("abc😀efghij", 5, "abc…")]
    public void Shorten_LongText_EndsBetweenWords(string text, int length, string expected) => Assert.Equal(expected, PlainText.Shorten(text, length));

    [Fact]
    public void OneLine_AnyCharacter_LeavesNothingHidden()
    {
        for (var c = 0; c <= 0xffff; c++)
        {
            if (!char.IsSurrogate((char)c))
                Assert.True(PlainText.IsVisible(PlainText.OneLine($"a{(char)c}b")), $"{c:x4}");
        }
    }
}
