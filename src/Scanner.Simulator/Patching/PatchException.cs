namespace Scanner.Simulator.Patching;

/// <summary>A patch that cannot be applied. The server tells its client the message only where the kind says so.</summary>
internal sealed class PatchException(string message, PatchFault fault = PatchFault.Unprocessable) : Exception(message)
{
    public PatchFault Fault { get; } = fault;
}
