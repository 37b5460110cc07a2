namespace Scanner.Core.Cluster;

/// <summary>A pod by what policies choose pods by.</summary>
public sealed record LabelledPod(string Name, PodLabels Labels);
