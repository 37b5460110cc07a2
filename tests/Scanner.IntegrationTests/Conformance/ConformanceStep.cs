using System.Text.RegularExpressions;

namespace Scanner.IntegrationTests.Conformance;

/// <summary>One request of a conformance table.</summary>
/// <param name="Line">The request line as written: method, content type, path.</param>
/// <param name="Body">Null for none.</param>
internal sealed partial record ConformanceStep(string Line, string? Body)
{
    private Match Parts => LinePattern().Match(Line);

    public HttpMethod Method => new(Parts.Groups["method"].Value);

    public string Path => Parts.Groups["path"].Value;

    public string ContentType => Parts.Groups["other"].Success ? Parts.Groups["other"].Value : Parts.Groups["type"].Value switch
    {
        "apply" => "application/apply-patch+yaml",
        "merge" => "application/merge-patch+json",
        "strategic" => "application/strategic-merge-patch+json",
        "json" => "application/json-patch+json",
        "yaml" => "application/yaml",
        _ => "application/json",
    };

    public bool IsWellFormed => Parts.Success;

    /// <summary>The step as the table writes it, without an answer.</summary>
    public IEnumerable<string> Text => Body is null ? [Line] : [Line, .. Body.Split('\n').Select(l => l.Length == 0 ? ">" : "> " + l)];

    [GeneratedRegex(@"^(?<method>[A-Z]+)(:(?<type>[a-z]+)|\[(?<other>[^\]]+)\])? (?<path>/\S*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinePattern();
}
