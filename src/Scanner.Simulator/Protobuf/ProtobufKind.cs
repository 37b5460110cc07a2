namespace Scanner.Simulator.Protobuf;

/// <summary>How a field's JSON value is written.</summary>
internal enum ProtobufKind
{
    String,
    Bool,
    Integer,

    /// <summary>Base64 text in JSON.</summary>
    Bytes,
    Message,

    /// <summary>RFC 3339 text in JSON; seconds and nanoseconds in protobuf.</summary>
    Time,

    /// <summary>Text or a number in JSON; a message with one string in protobuf.</summary>
    Quantity,

    /// <summary>Text or a number in JSON; type, number and text in protobuf.</summary>
    IntOrString,

    /// <summary>An object in JSON; its JSON text as bytes in protobuf.</summary>
    FieldsV1,
}
