using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel;

/// <summary>A variable that expressions may name.</summary>
/// <param name="Type"><see cref="CelType.Dyn"/> where it is not known before the evaluation.</param>
public sealed record CelVariable(string Name, CelType Type);
