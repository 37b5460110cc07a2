namespace Scanner.Simulator.Serving;

/// <summary>One thing that is wrong with an object.</summary>
internal readonly record struct FieldCause(string Reason, string Message, string Field);
