using System.Collections.Immutable;
using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Resolution;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego;

/// <summary>A query that stands alone, as OPA's own test cases have them.</summary>
internal sealed class RegoQuery
{
    private readonly RegoProgram _program;
    private readonly RuleBody _body;
    private readonly string[] _variables;

    private RegoQuery(RegoProgram program, RuleBody body, string[] variables) => (_program, _body, _variables) = (program, body, variables);

    public static (RegoQuery? Query, string? Error) Compile(RegoProgram program, string text)
    {
        try
        {
            var names = new Names(program.Rules, [], ImmutableDictionary<string, ImmutableArray<string>>.Empty);
            var (body, variables) = RuleCompiler.CompileQuery(ModuleParser.ParseQuery(text), names);
            return (new RegoQuery(program, body, variables), null);
        }
        catch (RegoSyntaxException wrong)
        {
            return (null, wrong.Describe(text));
        }
    }

    /// <returns>The set of what the variables are, each an object.</returns>
    public RegoResult Evaluate(RegoValue? input, RegoValue data, bool isStrict) => RegoProgram.Guarded(() =>
    {
        var frame = new Frame(new Context(_program.Rules, input, data, new Budget(RegoProgram.DefaultSteps), isStrict), _body.Layout);
        _body.First.Run(frame);
        return new RegoArray([.. frame.Solutions.Select(s => (RegoValue)RegoObject.Of([.. _variables.Select(v => new RegoString(v))], s.Path))]);
    });
}
