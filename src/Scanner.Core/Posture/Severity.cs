namespace Scanner.Core.Posture;

/// <summary>How bad a finding is, mildest first.</summary>
public enum Severity : byte
{
    Info,
    Low,
    Medium,
    High,
    Critical,
}
