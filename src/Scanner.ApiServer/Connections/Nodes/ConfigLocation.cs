namespace Scanner.ApiServer.Connections.Nodes;

/// <summary>Where a setting stands: a file with a line (from 1), a file, or neither (a flag or variable).</summary>
internal sealed record ConfigLocation(string? File, long? Line)
{
    public static ConfigLocation Nowhere { get; } = new(File: null, Line: null);

    public ConnectionConfigurationException Error(string problem, Exception? cause = null) => new(problem, File, Line, cause);
}
