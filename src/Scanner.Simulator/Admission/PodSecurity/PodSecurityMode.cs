namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>Level and version that one mode (enforce, audit or warn) asks for.</summary>
/// <param name="MinorVersion">The minor version of <c>v1.N</c>; null means <c>latest</c>.</param>
internal sealed record PodSecurityMode(PodSecurityLevel Level, int? MinorVersion)
{
    public static PodSecurityMode Privileged { get; } = new(PodSecurityLevel.Privileged, MinorVersion: null);

    /// <summary>As messages quote it: <c>baseline:latest</c>, <c>restricted:v1.25</c>.</summary>
    public override string ToString() =>
        $"{Level.ToString().ToLowerInvariant()}:{(MinorVersion is { } minor ? $"v1.{minor}" : "latest")}";
}
