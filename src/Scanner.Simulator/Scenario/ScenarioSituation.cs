namespace Scanner.Simulator.Scenario;

/// <summary>What one namespace of the sample cluster shows, in a line.</summary>
public sealed record ScenarioSituation(string Namespace, string Shows);
