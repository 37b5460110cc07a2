using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Scanner.Fixtures;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>What docs/metrics.md says of each family.</summary>
internal static partial class MetricsPage
{
    /// <summary>Families that may be there and may be not: each has a sentence on the page that says what it waits for.</summary>
    private const string ReservedHeading = "## Reserved";

    public static ImmutableArray<DocumentedFamily> All { get; } =
    [
        .. from section in File.ReadAllText(Checkout.PathOf("docs", "metrics.md")).Split("\n## ").Select(s => "## " + s)
           from line in section.Split('\n')
           let row = RowPattern().Match(line)
           where row.Success
           select new DocumentedFamily(
               row.Groups["name"].Value,
               row.Groups["type"].Value,
               [.. row.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
               section.StartsWith(ReservedHeading, StringComparison.Ordinal)),
    ];

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)(\{(?<labels>[a-z, ]+)\})?` \| (?<type>gauge|counter|histogram) \| .+ \|$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RowPattern();
}
