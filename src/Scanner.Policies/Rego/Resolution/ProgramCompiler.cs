using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Syntax;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>Compiles modules: first every rule gets its place, then the bodies, which may name each other.</summary>
internal static class ProgramCompiler
{
    private sealed record Placed(Rule Rule, RuleNode Node, ImmutableArray<Term> Suffix);

    /// <exception cref="RegoSyntaxException">Of the module that was last told to <paramref name="entered"/>.</exception>
    public static RuleSet Compile(IReadOnlyList<Module> modules, Action<Module> entered)
    {
        var program = new RuleSet();
        var placed = new List<(Module Module, List<Placed> Rules)>();
        foreach (var module in modules)
        {
            entered(module);
            program.DataNames.UnionWith(module.Imports.Values.Select(i => i is ["data", var first, ..] ? first : i[0]));
            var package = module.Package.Aggregate(program.Root, Below);
            placed.Add((module, [.. module.Rules.Select(r => Place(package, r))]));
        }

        foreach (var (module, rules) in placed)
        {
            entered(module);
            var names = new Names(program, module.Package, module.Imports);
            foreach (var rule in rules)
                Compile(rule, names);
        }

        RecursionCheck.Run(program.Root);
        return program;
    }

    private static Placed Place(RuleNode node, Rule rule)
    {
        var fixedParts = rule.Path.TakeWhile(p => p is Term.Constant { Value: RegoString }).Count();
        foreach (var part in rule.Path.Take(fixedParts))
            node = Below(node, ((RegoString)((Term.Constant)part).Value).Value);
        var kind = rule.Arguments is not null ? RuleKind.Function
            : fixedParts < rule.Path.Length ? RuleKind.Table
            : rule.Member is not null ? RuleKind.Set
            : RuleKind.Complete;
        if (node.Kind != RuleKind.None && node.Kind != kind)
            throw new RegoSyntaxException($"conflicting rules {node.Path} found", rule.At, "rego_type_error");
        if (rule.Arguments is { } arguments)
        {
            if (node.Kind == RuleKind.Function && node.Arity != arguments.Length)
                throw new RegoSyntaxException($"conflicting rules {node.Path} found", rule.At, "rego_type_error");
            node.Arity = arguments.Length;
        }

        node.Kind = kind;
        return new Placed(rule, node, [.. rule.Path.Skip(fixedParts)]);
    }

    private static RuleNode Below(RuleNode node, string name)
    {
        if (!node.Children.TryGetValue(name, out var child))
            node.Children[name] = child = new RuleNode($"{node.Path}.{name}");
        return child;
    }

    private static void Compile(Placed placed, Names names)
    {
        var (rule, node, suffix) = placed;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new RegoSyntaxException("nested too deeply", rule.At);
        if (!rule.IsDefault)
        {
            node.Bodies.Add(RuleCompiler.Compile(rule, suffix, node, names));
            node.AreMembers.Add(rule.Member is not null);
            return;
        }

        if (node.Default is not null)
            throw new RegoSyntaxException($"multiple default rules {node.Path} found", rule.At, "rego_type_error");
        node.Default = RuleCompiler.Compile(rule with { IsDefault = false, Arguments = null }, [], node, names);
    }
}
