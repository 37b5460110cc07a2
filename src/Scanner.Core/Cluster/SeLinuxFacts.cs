namespace Scanner.Core.Cluster;

/// <summary>The parts of <c>seLinuxOptions</c> that Pod Security judges; empty when not set.</summary>
public sealed record SeLinuxFacts(string Type = "", string User = "", string Role = "");
