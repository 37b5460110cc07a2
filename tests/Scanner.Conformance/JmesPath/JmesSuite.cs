using System.Text.Json;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath;
using Scanner.Policies.JmesPath.Functions;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Conformance.JmesPath;

/// <summary>
/// The cases of jmespath/jmespath.test. A key that is not there is null, as the specification has it; which error a case wants is not
/// compared, because Kyverno's messages are others.
/// </summary>
internal static class JmesSuite
{
    /// <returns>The exit code.</returns>
    public static int Run(string checkout, TextWriter output)
    {
        var directory = Path.Combine(checkout, "tests");
        if (!Directory.Exists(directory))
        {
            Console.Error.WriteLine("There is no directory tests below the one that was given.");
            return 2;
        }

        var report = new SuiteReport([]);
        foreach (var file in Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            report.Add(Path.GetFileName(file), [.. document.RootElement.EnumerateArray().SelectMany(Cases)]);
        }

        return report.Write(output);
    }

    private static IEnumerable<CaseResult> Cases(JsonElement suite)
    {
        var given = JsonValues.From(suite.GetProperty("given"));
        foreach (var test in suite.GetProperty("cases").EnumerateArray())
        {
            var text = test.GetProperty("expression").GetString()!;
            if (!test.TryGetProperty("result", out _) && !test.TryGetProperty("error", out _))
            {
                yield return new CaseResult(text, CaseOutcome.NotApplicable, "a benchmark");
                continue;
            }

            var (expression, error) = JmesExpression.Compile(text, JmesFunctions.Standard);
            var actual = expression?.Evaluate(given) ?? new CelError(error!);
            yield return Judge(text, test, actual is UnknownKey ? CelNull.Value : actual);
        }
    }

    private static CaseResult Judge(string text, JsonElement test, CelValue actual)
    {
        if (test.TryGetProperty("error", out var wanted))
        {
            return actual is CelError
                ? new CaseResult(text, CaseOutcome.Passed, "")
                : new CaseResult(text, CaseOutcome.Failed, $"{text} is {actual}, not the error {wanted}");
        }

        var result = JsonValues.From(test.GetProperty("result"));
        return actual.Equals(result) ? new CaseResult(text, CaseOutcome.Passed, "") : new CaseResult(text, CaseOutcome.Failed, $"{text} is {actual}, not {result}");
    }
}
