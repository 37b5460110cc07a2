namespace Scanner.Simulator;

/// <summary>The Kubernetes minor version that the simulated server answers as; recordings of each are the reference.</summary>
public enum KubernetesVersion
{
    V1_25 = 25,
    V1_28 = 28,
    V1_30 = 30,
    V1_36 = 36,
}
