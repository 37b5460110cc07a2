namespace Scanner.Policies.Cel;

/// <param name="Program">Null where the text is no expression.</param>
/// <param name="Error">Line, column and what is wrong; null where nothing is.</param>
public sealed record CelCompilation(CelProgram? Program, string? Error);
