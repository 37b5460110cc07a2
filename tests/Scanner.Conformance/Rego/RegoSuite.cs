using System.Text.Json;
using Scanner.Policies.Rego;
using Scanner.Policies.Rego.Builtins;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Conformance.Rego;

/// <summary>
/// The cases of open-policy-agent/opa as other implementations keep them in JSON: a query, modules, documents, and the bindings or the error that
/// are wanted. Messages of errors are not compared.
/// </summary>
internal static class RegoSuite
{
    /// <summary>A module by which a case is asked through a rule in place of the query.</summary>
    private const string QueryModule = "package query";

    public static string[] FoldersOf(string directory) =>
        [.. Directory.GetFiles(directory, "*.json", SearchOption.AllDirectories).Select(f => Path.GetDirectoryName(f)!).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Every case of the files in a folder.</summary>
    public static IEnumerable<CaseResult> Run(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { MaxDepth = 512 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("cases", out var cases) || cases.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var test in cases.EnumerateArray())
                yield return Run($"{Path.GetFileNameWithoutExtension(file)} {test.GetProperty("note").GetString()}", test);
        }
    }

    private static CaseResult Run(string name, JsonElement test)
    {
        string[] modules = test.TryGetProperty("modules", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(m => m.GetString()!).Where(m => !m.StartsWith(QueryModule + "\n", StringComparison.Ordinal))]
            : [];
        var query = test.GetProperty("query").GetString()!;
        if (Applicability.WhyNot([query, .. modules]) is { } why)
            return new CaseResult(name, CaseOutcome.NotApplicable, why);
        var expected = new Expectation(test);
        var compiled = Compile(modules);
        if (compiled.Program is not { } program)
            return Judge(name, expected, new RegoResult(null, compiled.Error, "compilation"));
        var (runner, error) = RegoQuery.Compile(program, query);
        if (runner is null)
            return Judge(name, expected, new RegoResult(null, error, "compilation"));
        var (input, data) = Documents(test);
        var isStrict = test.TryGetProperty("strict_error", out var strict) && strict.ValueKind == JsonValueKind.True;
        return Judge(name, expected, runner.Evaluate(input, data, isStrict));
    }

    /// <summary>A module is in the syntax in which it can be read; the newer one is tried first.</summary>
    private static RegoCompilation Compile(string[] modules)
    {
        var sources = modules.Select(m => new RegoSource(m, RegoProgram.Compile([new RegoSource(m, RegoDialect.V1)]).Error?.Contains("parse_error", StringComparison.Ordinal) == true ? RegoDialect.V0 : RegoDialect.V1));
        return RegoProgram.Compile([.. sources]);
    }

    private static (RegoValue? Input, RegoValue Data) Documents(JsonElement test)
    {
        RegoValue? input = test.TryGetProperty("input", out var json) ? RegoJson.From(json) : null;
        if (test.TryGetProperty("input_term", out var term) && term.GetString() is { Length: > 0 } text
            && RegoProgram.Compile([new RegoSource("package input_term\nvalue := " + text, RegoDialect.V1)]).Program is { } program)
        {
            input = program.Evaluate(["input_term", "value"], null, RegoObject.Empty).Value;
        }

        return (input, test.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? RegoJson.From(data) : RegoObject.Empty);
    }

    private static CaseResult Judge(string name, Expectation expected, RegoResult actual) => expected.WhyNot(actual) is { } why
        ? new CaseResult(name, CaseOutcome.Failed, why)
        : new CaseResult(name, CaseOutcome.Passed, "");
}
