namespace Scanner.Simulator.Patching;

/// <summary>A patch that cannot be applied; the message is for the client.</summary>
internal sealed class PatchException(string message) : Exception(message);
