namespace Scanner.Inventory;

/// <summary>What a list must ask for so that it holds what a <c>paramRef</c> may mean.</summary>
/// <param name="Namespace">Null for all: without one it is that of each request.</param>
/// <param name="FieldSelector">The name; null where a selector is given.</param>
/// <param name="LabelSelector">As kubectl's <c>-l</c>; null for all.</param>
internal sealed record ParameterReference(string? Namespace, string? FieldSelector, string? LabelSelector);
