using System.Collections.Immutable;
using Scanner.Policies.Rego.Builtins;
using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Syntax;

namespace Scanner.Policies.Rego.Resolution;

/// <summary>What the names of a module mean that are no variables.</summary>
internal sealed class Names(RuleSet program, ImmutableArray<string> package, ImmutableDictionary<string, ImmutableArray<string>> imports)
{
    private readonly RuleNode? _package = package.IsEmpty ? null : program.Root.Find(package.AsSpan());

    public RuleSet Program => program;

    /// <summary>The path that a name stands for, <c>data</c> or <c>input</c> first; null where it is none.</summary>
    public ImmutableArray<string>? Path(string name)
    {
        if (name is "data" or "input")
            return [name];
        if (imports.TryGetValue(name, out var path))
            return path;
        return _package is not null && _package.Children.ContainsKey(name) ? ["data", .. package, name] : null;
    }

    /// <summary>What a call calls; null where there is no such function.</summary>
    public Callee? Function(string name)
    {
        var parts = name.Split('.');
        if (Path(parts[0]) is { } path && path[0] == "data" && Node([.. path.Skip(1), .. parts.Skip(1)]) is { Kind: RuleKind.Function } node)
            return new FunctionCallee(node.Path, node.Arity, node);
        return BuiltinTable.Find(name);
    }

    /// <summary>What a replaced function is replaced by; null where the name is no function or rule.</summary>
    public Callee? Substitute(string name)
    {
        if (Function(name) is { } function)
            return function;
        var parts = name.Split('.');
        return Path(parts[0]) is { } path && path[0] == "data" && Node([.. path.Skip(1), .. parts.Skip(1)]) is { HasRules: true } node
            ? new RuleCallee(node)
            : null;
    }

    /// <summary>The rules that a reference may read.</summary>
    /// <param name="node">Where the path begins.</param>
    /// <param name="path">Null for a key that is known only in the evaluation.</param>
    public static IEnumerable<RuleNode> Read(RuleNode node, string?[] path)
    {
        if (path.Length == 0 || node.HasRules)
            return node.Below();
        if (path[0] is { } name)
            return node.Children.TryGetValue(name, out var child) ? Read(child, path[1..]) : [];
        return node.Children.Values.SelectMany(c => Read(c, path[1..]));
    }

    private RuleNode? Node(ReadOnlySpan<string> names) => program.Root.Find(names);
}
