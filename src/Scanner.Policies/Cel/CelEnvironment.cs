using Scanner.Policies.Cel.Evaluation;
using Scanner.Policies.Cel.Libraries;
using Scanner.Policies.Cel.Syntax;

namespace Scanner.Policies.Cel;

/// <summary>What expressions are compiled against: a dialect, and the names of the variables that there will be.</summary>
public sealed class CelEnvironment
{
    private readonly NameTable _names;
    private readonly FunctionTable _functions;
    private readonly CelDialect _dialect;
    private readonly bool _isChecked;

    /// <param name="variables">The values of an evaluation come in this order.</param>
    /// <param name="container">Where names are looked for first; empty for expressions of Kubernetes.</param>
    /// <param name="isChecked">Whether a name that means nothing makes the expression invalid, as in Kubernetes, or only its evaluation an error.</param>
    public CelEnvironment(CelDialect dialect, IReadOnlyList<string> variables, string container = "", bool isChecked = true)
    {
        (_dialect, _isChecked, Variables) = (dialect, isChecked, variables);
        _names = new NameTable(variables, container, dialect);
        _functions = new FunctionTable(dialect);
    }

    public IReadOnlyList<string> Variables { get; }

    /// <summary>Compiles an expression, or says why it is none.</summary>
    public CelCompilation Compile(string text)
    {
        try
        {
            var builder = new NodeBuilder(_names, _functions, _isChecked);
            var root = builder.Build(Parser.Parse(text, _dialect));
            return new CelCompilation(new CelProgram(root, builder.Locals, Variables.Count), null);
        }
        catch (CelSyntaxException wrong)
        {
            return new CelCompilation(null, wrong.Describe(text));
        }
    }
}
