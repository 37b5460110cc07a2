namespace Scanner.Core.Posture;

/// <summary>What a step of a scan does.</summary>
public enum ScanStepKind : byte
{
    Connect,

    /// <summary>Stopped by a signal before the end.</summary>
    Interrupted,

    GetVersion,
    List,
    Get,
    Watch,

    /// <summary>Send dry runs.</summary>
    Probe,

    /// <summary>Read input files.</summary>
    Read,

    /// <summary>Find what was asked for in the input.</summary>
    Find,

    /// <summary>Ask the server to confirm a right.</summary>
    Verify,

    /// <summary>Compare its answer with what roles and bindings say.</summary>
    Compare,

    /// <summary>Publish what was found.</summary>
    Write,

    /// <summary>A step of another scanner, in its words.</summary>
    Told,
}
