namespace Scanner.Simulator.Tests.Replay;

/// <summary>The lines that only one of two texts has, for failure messages.</summary>
internal static class LineDiff
{
    private const int Longest = 40;

    public static string Of(string recorded, string answered)
    {
        var (left, right) = (recorded.Split('\n'), answered.Split('\n'));
        var lines = left.Except(right).Select(l => "- " + l).Concat(right.Except(left).Select(l => "+ " + l)).Take(Longest).ToArray();
        return lines.Length > 0 ? string.Join('\n', lines) : $"same lines in another order\n- {recorded}\n+ {answered}";
    }
}
