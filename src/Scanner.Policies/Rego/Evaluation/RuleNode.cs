using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A place below <c>data</c> at which there are rules, or further places.</summary>
internal sealed class RuleNode(string path)
{
    /// <summary>With dots.</summary>
    public string Path => path;

    public SortedDictionary<string, RuleNode> Children { get; } = new(StringComparer.Ordinal);

    public RuleKind Kind { get; set; }

    public int Arity { get; set; }

    public List<RuleBody> Bodies { get; } = [];

    /// <summary>In step with the bodies: whether what it gives is a member of a set.</summary>
    public List<bool> AreMembers { get; } = [];

    public RuleBody? Default { get; set; }

    /// <summary>What the rules here read.</summary>
    public HashSet<RuleNode> Reads { get; } = [];

    public bool HasRules => Kind is not (RuleKind.None or RuleKind.Function);

    /// <summary>A function is no part of the document.</summary>
    public bool IsFunctionOnly => Kind == RuleKind.Function;

    public RuleNode? Child(RegoValue key) => key is RegoString name ? Children.GetValueOrDefault(name.Value) : null;

    public RuleNode? Find(ReadOnlySpan<string> names)
    {
        var node = this;
        foreach (var name in names)
        {
            if (!node.Children.TryGetValue(name, out node))
                return null;
        }

        return node;
    }

    /// <summary>All places from here down.</summary>
    public IEnumerable<RuleNode> Below() => Children.Values.SelectMany(c => c.Below()).Prepend(this);
}
