namespace Scanner.Policies.Rego.Evaluation;

/// <summary>One thing that <c>with</c> replaces.</summary>
/// <param name="Path">Of <c>input</c> or <c>data</c>, that word first; for a function its name.</param>
/// <param name="Function">What a function is replaced by; null where that is a value.</param>
/// <param name="Value">Null where a function takes the place.</param>
internal sealed record Replacement(string[] Path, bool IsFunction, Callee? Function, Operand? Value);
