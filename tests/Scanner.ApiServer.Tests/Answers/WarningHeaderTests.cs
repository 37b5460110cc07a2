using System.Collections.Immutable;
using Scanner.ApiServer.Answers;

namespace Scanner.ApiServer.Tests.Answers;

public sealed class WarningHeaderTests
{
    [Theory]
    [InlineData("299 - \"plain\"", "plain")]
    [InlineData("""299 - "would violate PodSecurity \"baseline:latest\": a\\b" """, "would violate PodSecurity \"baseline:latest\": a\\b")]
    [InlineData("299 - \"one, two\", 299 - \"three\"", "one, two|three")]
    [InlineData("299 - \"dated\" \"Wed, 21 Oct 2015 07:28:00 GMT\"", "dated")]
    [InlineData("299 - \"dated\" \"Wed, 21 Oct 2015 07:28:00 GMT\", 299 - \"next\"", "dated|next")]
    [InlineData("299 - \"\"", "")]
    [InlineData("299 - \"never closed", "never closed")]
    public void Parse_HeaderLine_GivesTheTexts(string header, string expected)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        WarningHeader.Parse(header, texts);
        Assert.Equal(expected, string.Join('|', texts));
    }

    [Fact]
    public void Parse_NoQuotes_GivesNothing()
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        WarningHeader.Parse("299 - nothing", texts);
        Assert.Empty(texts);
    }
}
