namespace Scanner.Core.Posture;

/// <summary>What a scan comes to, as exit codes tell it.</summary>
public enum ScanOutcome : byte
{
    /// <summary>Complete, and nothing at or above the limit.</summary>
    Clean,

    /// <summary>Findings at or above the limit, whether the scan is complete or not.</summary>
    Findings,

    /// <summary>No such finding, but a part could not be looked at, so that their absence proves nothing.</summary>
    Incomplete,

    /// <summary>A signal ended the scan before its end.</summary>
    Interrupted,
}
