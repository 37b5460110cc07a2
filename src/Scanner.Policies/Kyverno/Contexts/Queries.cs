using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath;
using Scanner.Policies.JmesPath.Functions;

namespace Scanner.Policies.Kyverno.Contexts;

/// <summary>Evaluates the expressions of policies.</summary>
internal static class Queries
{
    private sealed record Compiled(string Text, JmesExpression? Expression, string? Error);

    /// <summary>
    /// The last expressions are kept. A slot is read and written as one reference: whoever comes too late compiles once more.
    /// </summary>
    private static readonly Compiled?[] s_recent = new Compiled?[256];

    /// <returns>A value, an error, an unknown, or <see cref="UnknownKey"/>.</returns>
    public static CelValue Run(string text, CelValue data)
    {
        var compiled = Compile(text.Trim());
        return compiled.Expression?.Evaluate(data) ?? new CelError($"incorrect query {text}: {compiled.Error}");
    }

    private static Compiled Compile(string text)
    {
        ref var slot = ref s_recent[(uint)StringComparer.Ordinal.GetHashCode(text) % s_recent.Length];
        if (slot is { } known && known.Text == text)
            return known;
        var (expression, error) = JmesExpression.Compile(text, JmesFunctions.Kyverno);
        return slot = new Compiled(text, expression, error);
    }
}
