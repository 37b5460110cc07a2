using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel;

/// <param name="Program">Null where the text is no expression.</param>
/// <param name="Error">Line, column and what is wrong; null where nothing is.</param>
public sealed record CelCompilation(CelProgram? Program, string? Error)
{
    /// <summary>
    /// The same, or an error where the expression is of another type: the API server asks for conditions that are booleans, and takes no
    /// <c>dyn</c>.
    /// </summary>
    public CelCompilation OfType(CelType type) =>
        Program is null || Program.Type.Name == type.Name ? this : new CelCompilation(null, $"must evaluate to {type} but got {Program.Type}");
}
