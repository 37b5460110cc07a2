namespace Scanner.Publishing.Formats;

/// <summary>How a result can be written.</summary>
public enum OutputFormat
{
    Table,
    Json,
    Yaml,
}
