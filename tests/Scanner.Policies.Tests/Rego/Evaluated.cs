using System.Text.Json;
using Scanner.Policies.Rego;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Tests.Rego;

/// <summary>Rules with what they come to, as text.</summary>
internal static class Evaluated
{
    /// <summary>The value of the rule <c>p</c> as text, <c>undefined</c>, <c>error: …</c>, or <c>invalid: …</c> for what does not compile.</summary>
    /// <param name="rules">Of the package <c>test</c>.</param>
    /// <param name="input">JSON; empty where there is none.</param>
    /// <param name="unknown">A name below <c>data</c> that is not known.</param>
    public static string Text(string rules, string input = "", RegoDialect dialect = RegoDialect.V1, string unknown = "unknown")
    {
        var compiled = RegoProgram.Compile([new RegoSource("package test\n" + rules, dialect)]);
        return compiled.Program is { } program ? Text(program, input, unknown) : "invalid: " + compiled.Error;
    }

    private static string Text(RegoProgram program, string input, string unknown)
    {
        using var document = JsonDocument.Parse(input.Length == 0 ? "null" : input);
        var data = RegoObject.Of((unknown, RegoUnknown.Of("data." + unknown)));
        var result = program.Evaluate(["test", "p"], input.Length == 0 ? null : RegoJson.From(document.RootElement), data);
        return result.Error is { } error ? $"error: {result.Code}: {error}" : result.Value?.ToString() ?? "undefined";
    }
}
