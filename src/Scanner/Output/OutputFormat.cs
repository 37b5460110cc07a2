namespace Scanner.Output;

/// <summary>How a result can be written.</summary>
internal enum OutputFormat
{
    Table,
    Json,
    Yaml,
}
