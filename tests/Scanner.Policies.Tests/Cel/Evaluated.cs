using System.Text.Json;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Tests.Cel;

/// <summary>Expressions with what they come to, as text.</summary>
internal static class Evaluated
{
    public const int Latest = 36;

    /// <summary>The value as text, <c>error: …</c>, <c>unknown: …</c>, or <c>invalid: …</c> for what does not compile.</summary>
    /// <param name="json">The variable <c>object</c>.</param>
    public static string Text(string expression, string json = "{}", int minor = Latest)
    {
        var compiled = new CelEnvironment(new CelDialect(minor), [new("object", CelType.Dyn), new("authorizer", CelType.Dyn)]).Compile(expression);
        if (compiled.Program is not { } program)
            return "invalid: " + compiled.Error;
        using var document = JsonDocument.Parse(json);
        var value = program.Evaluate([JsonValues.From(document.RootElement), CelUnknown.Of("authorizer")]);
        return value is CelError error ? "error: " + error.Message : value.ToString()!;
    }
}
