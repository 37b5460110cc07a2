namespace Scanner.Simulator.Patching;

/// <summary>How the server answers a patch that it cannot apply.</summary>
internal enum PatchFault
{
    /// <summary>422 without the reason.</summary>
    Unprocessable,

    /// <summary>400: the patch itself is malformed.</summary>
    BadRequest,

    /// <summary>500, for a failure that the server does not sort.</summary>
    Internal,
}
