using System.Text.Json.Nodes;

namespace Scanner.Simulator.Serving;

/// <summary>An object read from a request.</summary>
/// <param name="Problems">What strict field validation refuses: <c>unknown field "x"</c>, <c>duplicate field "y"</c>.</param>
internal sealed record DecodedObject(JsonObject Object, IReadOnlyList<string> Problems);
