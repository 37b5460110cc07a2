using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Scanner.Fixtures;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>What docs/metrics.md says of each family.</summary>
internal static partial class MetricsPage
{
    public static ImmutableArray<DocumentedFamily> All { get; } =
    [
        .. from line in File.ReadLines(Checkout.PathOf("docs", "metrics.md"))
           let row = RowPattern().Match(line)
           where row.Success
           select new DocumentedFamily(
               row.Groups["name"].Value,
               row.Groups["type"].Value,
               [.. row.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]),
    ];

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)(\{(?<labels>[a-z, ]+)\})?` \| (?<type>gauge|counter|histogram) \| .+ \|$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RowPattern();
}
