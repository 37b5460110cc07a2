using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>A document that several rules write to: a value, a set, or an object whose values are documents.</summary>
internal sealed class DocumentBuilder
{
    private RegoValue? _value;
    private HashSet<RegoValue>? _set;
    private Dictionary<RegoValue, DocumentBuilder>? _table;
    private RegoUnknown? _rest;

    public void BecomeSet() => _set = _value is null && _table is null ? _set ?? [] : throw Conflict();

    public void BecomeTable() => _table = _value is null && _set is null ? _table ?? [] : throw Conflict();

    public DocumentBuilder At(ReadOnlySpan<RegoValue> path)
    {
        var document = this;
        foreach (var key in path)
        {
            document.BecomeTable();
            if (!document._table!.TryGetValue(key, out var inner))
                document._table[key] = inner = new DocumentBuilder();
            document = inner;
        }

        return document;
    }

    /// <summary>What one body of a rule gives here.</summary>
    public void Add(Solution solution, bool isMember)
    {
        if (isMember)
        {
            BecomeSet();
            if (solution.Doubt is { } doubt)
                _rest = RegoUnknown.Merge(_rest, doubt);
            else
                _set!.Add(solution.Value);
        }
        else
        {
            Put(solution.Doubt ?? solution.Value);
        }
    }

    public void Put(RegoValue value)
    {
        if (_set is not null || _table is not null)
            throw Conflict();
        if (_value is not null && value is not RegoUnknown && _value is not RegoUnknown && !Ordering.AreEqual(_value, value))
            throw Conflict();
        _value = _value as RegoUnknown ?? value;
    }

    /// <summary>Null where nothing was written.</summary>
    public RegoValue? Build()
    {
        if (_set is not null)
            return RegoSet.Of([.. _set], _rest);
        if (_table is null)
            return _value;
        var entries = new List<KeyValuePair<RegoValue, RegoValue>>(_table.Count);
        foreach (var (key, inner) in _table)
        {
            if (inner.Build() is { } value)
                entries.Add(KeyValuePair.Create(key, value));
        }

        return RegoObject.Of(entries);
    }

    private static RegoEvaluationException Conflict() => new(RegoEvaluationException.Conflict, "object keys must be unique");
}
