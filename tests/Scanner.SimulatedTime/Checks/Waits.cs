namespace Scanner.SimulatedTime.Checks;

/// <summary>How long it took at most.</summary>
internal sealed class Waits
{
    /// <summary>From the end of the last fault until everything is right.</summary>
    public TimeSpan Recovery { get; set; }

    /// <summary>From a change in a cluster that is well until the snapshot shows it.</summary>
    public TimeSpan Change { get; set; }

    public static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
