using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>The families of a text exposition (https://prometheus.io/docs/instrumenting/exposition_formats/).</summary>
internal static partial class Exposition
{
    /// <summary>By name, with the labels of their samples; null for a family without samples.</summary>
    public static ImmutableSortedDictionary<string, (string Type, ImmutableArray<string>? Labels)> Read(string text)
    {
        var families = ImmutableSortedDictionary.CreateBuilder<string, (string Type, ImmutableArray<string>? Labels)>(StringComparer.Ordinal);
        var (name, type) = ("", "");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                (name, type) = (line.Split(' ')[2], line.Split(' ')[3]);
                families.Add(name, (type, null));
            }
            else if (line[0] != '#')
            {
                Assert.StartsWith(name, line, StringComparison.Ordinal);
                families[name] = (type, [.. LabelPattern().Matches(line).Select(l => l.Groups["label"].Value).Where(l => type != "histogram" || l != "le")]);
            }
        }

        return families.ToImmutable();
    }

    [GeneratedRegex("[{,](?<label>[a-z]+)=\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelPattern();
}
