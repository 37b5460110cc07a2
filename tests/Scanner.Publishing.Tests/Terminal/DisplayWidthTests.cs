using Scanner.Publishing.Terminal;

namespace Scanner.Publishing.Tests.Terminal;

public sealed class DisplayWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("plain", 5)]
    [InlineData("Jürgen", 6)]
    [InlineData("Ju\u0308rgen", 6)]
    [InlineData("名前", 4)]
    [InlineData("개발", 4)]
    [InlineData("\u1100\u1161\u11a8", 2)]
    [InlineData("ｗｉｄｅ", 8)]
    [InlineData("ｶﾅ", 2)]
    [InlineData("😀🚀", 4)]
    [InlineData("𝒳", 1)]
    [InlineData("𠀀", 2)]
    [InlineData("✓✅", 3)]
    [InlineData("\u4dff\u4e00\ua4cf", 5)]
    public void Of_Text_IsItsColumns(string text, int expected) => Assert.Equal(expected, DisplayWidth.Of(text));

    [Fact]
    public void Table_WideNames_KeepTheirColumns()
    {
        var table = new TextTable(TerminalTraits.None, "NAME", "RISK");
        foreach (var name in new[] { "ops", "運用チーム", "🚀 deploy" })
            table.AddRow((name, Tone.Plain), ("low", Tone.Plain));
        using var output = new StringWriter { NewLine = "\n" };
        table.Write(output);
        Assert.Equal("NAME         RISK\nops          low\n運用チーム   low\n🚀 deploy    low\n", output.ToString());
    }

    [Fact]
    public void Wrap_WideWords_KeepToTheWidth() =>
        Assert.Equal(["運用 開発", "設計 a b", "c"], TextFlow.Wrap("運用 開発 設計 a b c", 9, WholeNames.None));
}
