using Scanner.Fixtures;

namespace Scanner.IntegrationTests.Conformance;

/// <summary>
/// A table of requests and answers. <c>=</c> begins a case, <c>&gt;</c> the lines of a body, <c>&lt;</c> status and body of the answer,
/// <c>!</c> a warning, <c>#</c> a comment. <c>NS</c> stands for the namespace of the case, <c>$uid1</c> and <c>$rv1</c> in a body for the first
/// uid and resourceVersion that an answer of the case held.
/// </summary>
internal static class ConformanceTable
{
    private const string Folder = "conformance";

    /// <summary>The names of all tables.</summary>
    public static IEnumerable<string> Names => Fixture.Files("*.steps", Folder).Select(f => Path.GetFileNameWithoutExtension(f));

    /// <summary>The whole text of a table, answers included.</summary>
    public static string Read(string name) => File.ReadAllText(PathOf(name)).ReplaceLineEndings("\n");

    public static void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    /// <exception cref="FormatException">A line belongs to nothing.</exception>
    public static IReadOnlyList<ConformanceCase> Cases(string text)
    {
        var cases = new List<ConformanceCase>();
        var steps = new List<ConformanceStep>();
        foreach (var line in text.Split('\n').Where(l => l.Length > 0 && l[0] is not ('<' or '!' or '#')))
        {
            if (line.StartsWith("= ", StringComparison.Ordinal))
                cases.Add(new ConformanceCase(line[2..], steps = []));
            else if (line[0] == '>')
                steps[^1] = steps[^1] with { Body = steps[^1].Body is { } body ? $"{body}\n{Content(line)}" : Content(line) };
            else if (new ConformanceStep(line, null) is { IsWellFormed: true } step)
                steps.Add(step);
            else
                throw new FormatException($"not a request: {line}");
        }

        return cases;
    }

    private static string Content(string line) => line.Length > 2 ? line[2..] : "";

    private static string PathOf(string name) => Fixture.PathOf(Folder, name + ".steps");
}
