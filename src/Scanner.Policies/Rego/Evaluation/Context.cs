using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>The documents of an evaluation, and what of them is evaluated already.</summary>
internal sealed class Context
{
    private readonly Dictionary<RuleNode, RegoValue?> _known = [];
    private readonly Dictionary<string, Callee>? _mocks;
    private readonly HashSet<RuleNode>? _replaced;

    public Context(RuleSet program, RegoValue? input, RegoValue data, Budget budget, bool isStrict)
        : this(program, input, data, budget, isStrict, null, null)
    {
    }

    private Context(
        RuleSet program, RegoValue? input, RegoValue data, Budget budget, bool isStrict, Dictionary<string, Callee>? mocks, HashSet<RuleNode>? replaced)
    {
        (Program, Input, Data, Budget, IsStrict) = (program, input, data, budget, isStrict);
        (_mocks, _replaced) = (mocks, replaced);
    }

    public RuleSet Program { get; }

    /// <summary>Null where there is none.</summary>
    public RegoValue? Input { get; }

    public RegoValue Data { get; }

    public Budget Budget { get; }

    /// <summary>Whether an error of a function ends the evaluation.</summary>
    public bool IsStrict { get; }

    public bool IsReplaced(RuleNode node) => _replaced is not null && _replaced.Contains(node);

    public Callee? Mock(string function) => _mocks?.GetValueOrDefault(function);

    /// <summary>The same with every function as it is: what takes the place of one sees the others so.</summary>
    public Context WithoutMocks() => new(Program, Input, Data, Budget, IsStrict, null, _replaced);

    /// <summary>The whole document at a place; null where there is none.</summary>
    public RegoValue? Extent(RuleNode node, RegoValue? data)
    {
        if (_known.TryGetValue(node, out var known))
            return known;
        if (node.Kind == RuleKind.Complete && !IsReplaced(node))
            return _known[node] = RuleEvaluation.Complete(node, this, []);
        var document = new DocumentBuilder();
        RuleEvaluation.Fill(document, node, data, this);
        return _known[node] = document.Build();
    }

    public Context With(Replacement[] replacements, Frame frame)
    {
        var (input, data) = (Input, Data);
        var mocks = _mocks is null ? null : new Dictionary<string, Callee>(_mocks);
        var replaced = _replaced is null ? null : new HashSet<RuleNode>(_replaced);
        foreach (var replacement in replacements)
        {
            if (replacement.IsFunction)
            {
                (mocks ??= [])[replacement.Path[0]] = replacement.Function ?? new ValueCallee(replacement.Value!.Value(frame));
                continue;
            }

            var value = replacement.Value!.Value(frame);
            var path = replacement.Path.AsSpan(1);
            if (replacement.Path[0] == "input")
            {
                input = Put(input, path, value);
                continue;
            }

            data = Put(data, path, value);
            if (Program.Root.Find(path) is { } node)
                (replaced ??= []).Add(node);
        }

        return new Context(Program, input, data, Budget, IsStrict, mocks, replaced);
    }

    private static RegoValue Put(RegoValue? document, ReadOnlySpan<string> path, RegoValue value)
    {
        if (path.IsEmpty)
            return value;
        var table = document as RegoObject ?? RegoObject.Empty;
        return table.With(new RegoString(path[0]), Put(table.Find(path[0]), path[1..], value));
    }
}
