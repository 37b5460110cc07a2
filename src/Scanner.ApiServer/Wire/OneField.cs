namespace Scanner.ApiServer.Wire;

/// <summary>The only wanted field of an API type. A second one needs <see cref="Fields{TField}"/>, and with it a <c>switch</c>.</summary>
/// <param name="number">The protobuf number.</param>
/// <param name="name">The JSON name.</param>
public sealed class OneField(int number, string name) : FieldTable([(number, name)], [], 0, null);
