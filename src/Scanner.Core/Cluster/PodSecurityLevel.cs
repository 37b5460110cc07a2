namespace Scanner.Core.Cluster;

/// <summary>The Pod Security Standards, strictest last (https://kubernetes.io/docs/concepts/security/pod-security-standards/).</summary>
public enum PodSecurityLevel : byte
{
    Privileged,
    Baseline,
    Restricted,
}
