using System.Text.Json.Nodes;

namespace Scanner.Simulator.Scenario;

/// <summary>One HTTP request that brings the sample cluster about, against a simulated or a real API server.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="ContentType">Null without a body.</param>
public sealed record ScenarioWrite(HttpMethod Method, string Path, string? ContentType = null, JsonObject? Body = null);
