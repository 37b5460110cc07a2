using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Scanner.Simulator.Catalog;

/// <summary>What a CustomResourceDefinition adds to a served version.</summary>
/// <param name="Schema">The version's <c>openAPIV3Schema</c>; null when it has none.</param>
/// <param name="Columns">The version's <c>additionalPrinterColumns</c>.</param>
internal sealed record CustomResource(string ListKind, JsonObject? Schema, ImmutableArray<JsonObject> Columns);
