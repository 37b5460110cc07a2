namespace Scanner.Publishing.Metrics;

/// <summary>The values of up to four labels, in the order in which their family declares them; null for labels that it has not.</summary>
public sealed record LabelValues(string First, string? Second = null, string? Third = null, string? Fourth = null)
{
    internal string[] ToArray() => (Second, Third, Fourth) switch
    {
        (null, _, _) => [First],
        (_, null, _) => [First, Second],
        (_, _, null) => [First, Second, Third],
        _ => [First, Second, Third, Fourth],
    };
}
