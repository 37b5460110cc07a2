namespace Scanner.Simulator.Decoding;

/// <summary>Text that is no JSON, or no value of the wanted type; the message is Go's.</summary>
internal sealed class GoJsonException(string message) : Exception(message);
