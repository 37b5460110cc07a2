namespace Scanner.Core;

/// <summary>How bad a finding is, mildest first.</summary>
public enum Severity : byte
{
    Info,
    Low,
    Medium,
    High,
    Critical,
}
