namespace Scanner.Simulator.Protobuf;

/// <summary>One field of a message.</summary>
/// <param name="TypeName">The message type, when <paramref name="Kind"/> is a message.</param>
/// <param name="IsAlwaysWritten">Written with its zero value when the JSON has none.</param>
/// <param name="IsInline">The message's fields stand in the JSON object of the message around it.</param>
internal sealed record ProtobufField(
    int Number, string Name, ProtobufKind Kind, string TypeName, bool IsRepeated, bool IsMap, bool IsAlwaysWritten, bool IsInline);
