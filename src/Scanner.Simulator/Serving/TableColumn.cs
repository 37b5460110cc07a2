using System.Text.Json.Nodes;

namespace Scanner.Simulator.Serving;

/// <summary>A column of a Table.</summary>
/// <param name="Priority">Above 0: shown by <c>kubectl get -o wide</c> only.</param>
/// <param name="Cell">The cell of an object.</param>
internal sealed record TableColumn(string Name, string Type, int Priority, Func<JsonObject, TimeProvider, JsonNode?> Cell);
