using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>The evaluation that calls a function.</summary>
internal interface IJmesCaller
{
    /// <summary>Evaluates an expression that was handed to a function.</summary>
    /// <exception cref="JmesLimitException">The evaluation takes more steps than it may.</exception>
    CelValue Run(JmesReference reference, CelValue value);

    /// <exception cref="JmesLimitException">The evaluation takes more steps than it may.</exception>
    void Spend(long steps);
}
