using System.Text;
using Scanner.Decoding;

namespace Scanner.Tests.Decoding;

public sealed class StringPoolTests
{
    [Fact]
    public void Get_SameText_IsTheSameString()
    {
        var pool = new StringPool();
        var texts = Enumerable.Range(0, 5000).Select(i => $"name-{i % 1000}-ä").Select(t => pool.Get(Encoding.UTF8.GetBytes(t))).ToList();
        Assert.Equal(1000, texts.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal("name-999-ä", texts[999]);
    }

    [Fact]
    public void Get_TextTooLongToShare_StillComesOut()
    {
        var text = new string('x', 100_000);
        Assert.Equal(text, new StringPool().Get(Encoding.UTF8.GetBytes(text)));
    }
}
