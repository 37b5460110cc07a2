using Scanner.Core.Admission.Answers;
using Scanner.Worker.Fencing;

namespace Scanner.Tests.Worker.Fencing;

public sealed class FenceDoubtTests
{
    private readonly FenceDoubt _doubt = new();

    [Fact]
    public void IsAt_NothingLearntYet_IsDoubtAtOnce() => Assert.True(_doubt.IsAt(Seconds(0), FenceState.NotChecked, null));

    [Fact]
    public void IsAt_LearntAndNoPolicyChanged_IsNone()
    {
        _doubt.Learnt(Seconds(0));
        Assert.False(_doubt.IsAt(Seconds(3600), FenceState.Fenced, null));
        Assert.False(_doubt.IsAt(Seconds(3600), FenceState.NotFenced, null));
    }

    /// <summary>The right may come back at any time.</summary>
    [Fact]
    public void IsAt_NoRight_IsDoubtAfterTenSeconds()
    {
        _doubt.Learnt(Seconds(0));
        Assert.False(_doubt.IsAt(Seconds(9), FenceState.NoRight, null));
        Assert.True(_doubt.IsAt(Seconds(10), FenceState.NoRight, null));
    }

    [Theory]
    [InlineData(99, 100, false)] // a second after it was asked
    [InlineData(99, 102, true)]
    [InlineData(110, 114, true)] // the server may not have settled when it was asked
    [InlineData(111, 200, false)]
    public void IsAt_PoliciesChangedAt100_IsDoubtUntilAskedElevenSecondsLater(int learntAt, int now, bool isDoubt)
    {
        _doubt.Learnt(Seconds(learntAt));
        Assert.Equal(isDoubt, _doubt.IsAt(Seconds(now), FenceState.Fenced, Seconds(100)));
    }

    /// <summary>Asking alone takes no doubt away; each time without an answer it waits longer, up to five minutes.</summary>
    [Fact]
    public void IsAt_PoliciesChangedAndNothingLearnt_StaysDoubt()
    {
        _doubt.Learnt(Seconds(0));
        var now = Seconds(200);
        foreach (var pause in (int[])[10, 20, 40, 80, 160, 300, 300, 300, 300, 300, 300])
        {
            Assert.True(_doubt.IsAt(now, FenceState.Fenced, Seconds(100)));
            _doubt.Failed(now, stands: true);
            Assert.False(_doubt.IsAt(now + Seconds(pause) - TimeSpan.FromTicks(1), FenceState.Fenced, Seconds(100)));
            now += Seconds(pause);
        }

        _doubt.Learnt(now);
        Assert.False(_doubt.IsAt(now + Seconds(3600), FenceState.Fenced, Seconds(100)));
    }

    /// <summary>A full scan asks anew: no probe goes out on what an earlier one found.</summary>
    [Fact]
    public void IsAt_Raised_IsDoubtUntilLearntAgain()
    {
        _doubt.Learnt(Seconds(0));
        _doubt.Raise();
        Assert.True(_doubt.IsAt(Seconds(1), FenceState.Fenced, null));
        _doubt.Learnt(Seconds(2));
        Assert.False(_doubt.IsAt(Seconds(3), FenceState.Fenced, null));
    }

    /// <summary>Nothing can be probed meanwhile.</summary>
    [Fact]
    public void IsAt_NothingKnownAndNothingLearnt_IsDoubtEveryTenSeconds()
    {
        for (var now = 0; now < 1000; now += 10)
        {
            Assert.True(_doubt.IsAt(Seconds(now), FenceState.Unclear, null));
            _doubt.Failed(Seconds(now), stands: false);
            Assert.False(_doubt.IsAt(Seconds(now + 9), FenceState.Unclear, null));
        }
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
