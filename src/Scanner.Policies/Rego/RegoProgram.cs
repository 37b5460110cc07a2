using System.Collections.Immutable;
using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Resolution;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego;

/// <summary>
/// Compiled modules (https://www.openpolicyagent.org/docs/policy-language). Evaluations change nothing of them, so several may run at once.
/// </summary>
public sealed class RegoProgram
{
    /// <summary>Each expression that is looked at, and each element that is gone over, is one.</summary>
    public const long DefaultSteps = 2_000_000;

    private RegoProgram(RuleSet rules, ImmutableArray<string> package) => (Rules, Package) = (rules, package);

    /// <summary>Of the first module, without <c>data</c>.</summary>
    public ImmutableArray<string> Package { get; }

    /// <summary>
    /// What stands right after <c>data</c> in references, and what is imported: <c>input</c> itself, or a name below <c>data</c>. Empty for what
    /// is known only in the evaluation.
    /// </summary>
    public IReadOnlyCollection<string> DataNames => Rules.DataNames;

    internal RuleSet Rules { get; }

    /// <summary>Compiles modules, or says why OPA would refuse one of them.</summary>
    public static RegoCompilation Compile(IReadOnlyList<RegoSource> sources)
    {
        var text = "";
        try
        {
            var modules = new List<Module>();
            foreach (var source in sources)
            {
                text = source.Text;
                modules.Add(ModuleParser.Parse(source.Text, source.Dialect));
            }

            return new RegoCompilation(new RegoProgram(ProgramCompiler.Compile(modules, m => text = m.Text), modules.Count > 0 ? modules[0].Package : []), null);
        }
        catch (RegoSyntaxException wrong)
        {
            return new RegoCompilation(null, wrong.Describe(text));
        }
        catch (RegoEvaluationException wrong)
        {
            return new RegoCompilation(null, wrong.Message);
        }
        catch (InsufficientExecutionStackException)
        {
            return new RegoCompilation(null, "nested too deeply");
        }
    }

    /// <summary>Whether there are rules at a path of names below <c>data</c>.</summary>
    public bool HasRule(ReadOnlySpan<string> path) => Rules.Root.Find(path) is { HasRules: true };

    /// <summary>Evaluates the document at a path of names below <c>data</c>.</summary>
    /// <param name="input">Null where there is none.</param>
    /// <param name="data">What is given besides the rules; a <see cref="RegoUnknown"/> within it is not known.</param>
    /// <param name="steps">More than these end the evaluation with an error.</param>
    public RegoResult Evaluate(ReadOnlySpan<string> path, RegoValue? input, RegoValue data, long steps = DefaultSteps)
    {
        if (Rules.Root.Find(path) is not { } node)
            return new RegoResult(null);
        return Guarded(() => new Context(Rules, input, data, new Budget(steps), isStrict: false).Extent(node, null));
    }

    internal static RegoResult Guarded(Func<RegoValue?> evaluation)
    {
        try
        {
            return new RegoResult(evaluation());
        }
        catch (RegoEvaluationException wrong)
        {
            return new RegoResult(null, wrong.Message, wrong.Code);
        }
        catch (InsufficientExecutionStackException)
        {
            return new RegoResult(null, "nested too deeply", RegoEvaluationException.Limit);
        }
    }
}
