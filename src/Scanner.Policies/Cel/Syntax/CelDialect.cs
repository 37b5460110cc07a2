namespace Scanner.Policies.Cel.Syntax;

/// <summary>
/// Which functions and macros there are: those of a version of Kubernetes, those of Kyverno's own policies, or all of CEL and its
/// extensions.
/// </summary>
/// <param name="minor">The minor version of Kubernetes 1.x, 25 at least; libraries came with it as the API server's base environment lists
/// them.</param>
public sealed class CelDialect(int minor)
{
    /// <summary>Of what Kubernetes leaves out.</summary>
    internal const int Never = int.MaxValue;

    /// <summary>Every function and macro, whatever Kubernetes has of it.</summary>
    public static CelDialect Everything { get; } = new(Never);

    /// <summary>What policies of <c>policies.kyverno.io</c> may use: the libraries of Kubernetes, more of cel-go's, and Kyverno's own.</summary>
    public static CelDialect Kyverno { get; } = new(Never) { IsKyverno = true };

    internal int Minor => minor;

    internal bool IsKyverno { get; private init; }

    internal bool IsKubernetes => minor < Never || IsKyverno;

    internal bool HasOptionals => minor >= 28;

    internal bool HasMixedNumbers => minor >= 28;

    internal bool HasTwoVariables => minor >= 32;

    internal bool HasListExtensions => minor >= 34;

    /// <summary>Kubernetes does not switch <c>cel.bind</c> on for expressions of users.</summary>
    internal bool HasBind => !IsKubernetes || IsKyverno;
}
