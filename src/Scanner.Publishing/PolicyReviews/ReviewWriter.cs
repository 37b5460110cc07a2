using System.Text.Json;
using Scanner.Publishing.Formats;
using Scanner.Publishing.Terminal;

namespace Scanner.Publishing.PolicyReviews;

/// <summary>Writes what policies say to a request.</summary>
public static class ReviewWriter
{
    /// <summary>The formats that there are.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["table", "json", "yaml"];

    /// <param name="format">One of <see cref="Formats"/>.</param>
    public static void Write(ReviewResult result, string format, TerminalTraits terminal, TextWriter output)
    {
        switch (format)
        {
            case "json":
                output.WriteLine(ReviewJson.Text(result));
                break;
            case "yaml":
                using (var document = JsonDocument.Parse(ReviewJson.Text(result)))
                    YamlDocuments.Write([document.RootElement], output);
                break;
            default:
                ReviewTable.Write(result, terminal, output);
                break;
        }
    }
}
