namespace Scanner.Simulator.Tests.Replay;

internal enum ReplayDepth
{
    /// <summary>Status and headers.</summary>
    Status,

    /// <summary>Besides, which fields there are.</summary>
    Shape,

    /// <summary>Besides, the items of lists in any order.</summary>
    Unordered,

    /// <summary>The whole body.</summary>
    Body,
}
