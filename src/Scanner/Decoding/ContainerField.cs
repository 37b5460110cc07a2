namespace Scanner.Decoding;

/// <summary>What is read of <c>core/v1 Container</c>, and of <c>EphemeralContainerCommon</c>, which has the same numbers.</summary>
internal enum ContainerField
{
    Name = 1,
    Image = 2,
    Ports = 6,
    LivenessProbe = 10,
    ReadinessProbe = 11,
    Lifecycle = 12,
    SecurityContext = 15,
    StartupProbe = 22,
}
