using Scanner.Policies.Cel.Checking;
using Scanner.Policies.Cel.Declarations;
using Scanner.Policies.Cel.Evaluation;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel;

/// <summary>What expressions are compiled against: a dialect, and the names of the variables that there will be.</summary>
public sealed class CelEnvironment
{
    private readonly NameTable _names;
    private readonly FunctionTable _functions;
    private readonly CelDialect _dialect;
    private readonly bool _isChecked;
    private readonly bool _hasPatches;

    private readonly string _container;

    /// <param name="variables">The values of an evaluation come in this order.</param>
    /// <param name="container">Where names are looked for first; empty for expressions of Kubernetes.</param>
    /// <param name="isChecked">Whether types and names are checked first, as in Kubernetes; otherwise what is wrong with them is an error
    /// of the evaluation.</param>
    public CelEnvironment(CelDialect dialect, IReadOnlyList<CelVariable> variables, string container = "", bool isChecked = true)
        : this(dialect, new FunctionTable(dialect), variables, container, isChecked, hasPatches: false)
    {
    }

    private CelEnvironment(
        CelDialect dialect, FunctionTable functions, IReadOnlyList<CelVariable> variables, string container, bool isChecked, bool hasPatches)
    {
        (_dialect, _functions, _container, _isChecked, _hasPatches, Variables) = (dialect, functions, container, isChecked, hasPatches, variables);
        _names = new NameTable([.. variables.Select(v => (v.Name, v.Type))], container, dialect, hasPatches);
    }

    public IReadOnlyList<CelVariable> Variables { get; }

    /// <summary>The same functions with other variables.</summary>
    public CelEnvironment With(IReadOnlyList<CelVariable> variables) => new(_dialect, _functions, variables, _container, _isChecked, _hasPatches);

    /// <summary>The same with the messages <c>Object</c> and <c>JSONPatch</c> (KEP-3962), whose values are maps.</summary>
    public CelEnvironment WithPatches() => new(_dialect, _functions, Variables, _container, _isChecked, hasPatches: true);

    /// <summary>Compiles an expression, or says why it is none.</summary>
    public CelCompilation Compile(string text)
    {
        try
        {
            var expr = Parser.Parse(text, _dialect);
            var type = _isChecked ? new TypeChecker(_names, _functions, _dialect).Check(expr) : CelType.Dyn;
            var builder = new NodeBuilder(_names, _functions, _isChecked, isLenient: _dialect.IsKubernetes);
            return new CelCompilation(new CelProgram(builder.Build(expr), type, builder.Locals, Variables.Count), null);
        }
        catch (CelSyntaxException wrong)
        {
            return new CelCompilation(null, wrong.Describe(text));
        }
    }
}
