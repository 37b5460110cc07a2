using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Evaluation;
using Scanner.Policies.JmesPath.Functions;
using Scanner.Policies.JmesPath.Syntax;

namespace Scanner.Policies.JmesPath;

/// <summary>
/// A compiled expression of JMESPath (https://jmespath.org/specification.html), with the meaning that Kyverno's fork of go-jmespath gives
/// it. Evaluations change nothing of it.
/// </summary>
public sealed class JmesExpression
{
    /// <summary>Steps that an evaluation may take. Kyverno has no limit but its webhook's time.</summary>
    public const int MostSteps = 1_000_000;

    private readonly JmesNode _root;
    private readonly JmesFunctions _functions;

    private JmesExpression(JmesNode root, JmesFunctions functions) => (_root, _functions) = (root, functions);

    /// <returns>The expression, or where and why the text is none.</returns>
    public static (JmesExpression? Expression, string? Error) Compile(string text, JmesFunctions functions)
    {
        try
        {
            return (new JmesExpression(JmesParser.Parse(text), functions), null);
        }
        catch (JmesSyntaxException wrong)
        {
            return (null, wrong.Message);
        }
    }

    /// <returns>
    /// A value, a <see cref="CelError"/>, an <see cref="UnknownKey"/>, or a <see cref="CelUnknown"/>: also where it takes too many steps.
    /// </returns>
    public CelValue Evaluate(CelValue data)
    {
        try
        {
            return new JmesEvaluator(_functions, MostSteps).Run(_root, data);
        }
        catch (JmesLimitException)
        {
            return CelUnknown.Of($"a JMESPath expression that takes more than {MostSteps} steps");
        }
    }
}
