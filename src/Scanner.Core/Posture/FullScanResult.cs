namespace Scanner.Core.Posture;

/// <summary>How a full scan ended.</summary>
public enum FullScanResult : byte
{
    /// <summary>Every namespace was asked about, and every list could be read.</summary>
    Complete,

    /// <summary>It came to its end, but something is missing from it.</summary>
    Incomplete,

    /// <summary>It was given up.</summary>
    Failed,
}
