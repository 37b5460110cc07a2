using Microsoft.Extensions.Time.Testing;
using Scanner.ApiServer.Reflectors;

namespace Scanner.ApiServer.Tests.Reflectors;

public sealed class RefusalGraceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RefusalGrace _grace;

    public RefusalGraceTests() => _grace = new RefusalGrace(_time);

    [Fact]
    public void Refused_NeverAllowed_IsMeant() => Assert.False(_grace.Refused());

    [Fact]
    public void Refused_AfterBeingAllowed_IsAnOutageForHalfAMinute()
    {
        _grace.Allowed();
        Assert.True(_grace.Refused());
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(_grace.Refused());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_grace.Refused());
        Assert.False(_grace.Refused());
    }

    [Fact]
    public void Refused_AllowedInBetween_BeginsAnew()
    {
        _grace.Allowed();
        _grace.Refused();
        _time.Advance(TimeSpan.FromSeconds(29));
        _grace.Allowed();
        _grace.Refused();
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(_grace.Refused());
    }

    /// <summary>The server went away again: when it comes back, it starts anew.</summary>
    [Fact]
    public void Refused_NoAnswerInBetween_BeginsAnew()
    {
        _grace.Allowed();
        _grace.Refused();
        _time.Advance(TimeSpan.FromSeconds(29));
        _grace.Unanswered();
        Assert.False(_grace.IsPending);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(_grace.Refused());
    }
}
