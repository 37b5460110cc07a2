using Scanner.Core.Posture;

namespace Scanner.Core.Tests.Posture;

public sealed class FullScanStateTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ended_EachResult_IsCountedAndOnlyACompleteOneMovesTheLastComplete()
    {
        var state = FullScanState.None with { RunningSince = s_start };
        state = state.Ended(FullScanResult.Complete, s_start, TimeSpan.FromSeconds(3), null);
        state = state.Ended(FullScanResult.Incomplete, s_start.AddMinutes(30), TimeSpan.FromSeconds(4), "two gave no answer");
        state = state.Ended(FullScanResult.Failed, s_start.AddMinutes(60), TimeSpan.FromSeconds(5), "away");
        Assert.Equal((1, 1, 1), (state.Complete, state.Incomplete, state.Failed));
        Assert.Equal((s_start, s_start.AddMinutes(60), FullScanResult.Failed, "away"), (state.LastCompleteAt, state.LastStartedAt, state.LastResult, state.LastMessage));
        Assert.Equal((null, TimeSpan.FromSeconds(5)), (state.RunningSince, state.LastDuration));
    }

    [Fact]
    public void Ended_AfterAFailure_TheMessageGoes()
    {
        var state = FullScanState.None.Ended(FullScanResult.Failed, s_start, default, "away").Ended(FullScanResult.Complete, s_start, default, null);
        Assert.Null(state.LastMessage);
    }
}
