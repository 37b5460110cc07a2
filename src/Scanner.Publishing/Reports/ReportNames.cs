namespace Scanner.Publishing.Reports;

/// <summary>The labels and annotations of a report, a public contract.</summary>
public static class ReportNames
{
    /// <summary>The name of every report, the source of every result, and who manages them.</summary>
    public const string Name = "ephemeral-scanner";

    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>Label of the installation that the report belongs to; a report without it belongs to nobody yet.</summary>
    public const string Instance = "ephemeral-scanner.io/instance";

    /// <summary>Annotation: how many results were left out.</summary>
    public const string Truncated = "ephemeral-scanner.io/truncated";

    /// <summary>Annotation: the verdict of the namespace.</summary>
    public const string Verdict = "ephemeral-scanner.io/verdict";

    /// <summary>Annotation: what the next verdict is to be compared with, where that is another one.</summary>
    public const string EarlierVerdict = "ephemeral-scanner.io/earlier-verdict";

    /// <summary>Selects the reports of every installation.</summary>
    public const string Selector = $"{ManagedBy}={Name}";
}
