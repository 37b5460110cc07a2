namespace Scanner.Policies.Rego;

/// <param name="Program">Null where OPA would refuse a module.</param>
/// <param name="Error">Line, column, OPA's code and what is wrong; null where nothing is.</param>
public sealed record RegoCompilation(RegoProgram? Program, string? Error);
