namespace Scanner.Publishing.Formats;

/// <summary>How a result can be written.</summary>
public enum OutputFormat
{
    Table,
    Json,
    Yaml,

    /// <summary>Objects of <c>wgpolicyk8s.io/v1alpha2</c>, as YAML.</summary>
    PolicyReport,
}
