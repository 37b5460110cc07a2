using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Kyverno.Contexts;

/// <summary>
/// What expressions of a rule see: one name and its value on top of an outer scope. The value of a context entry is computed when an
/// expression first asks for it, as Kyverno's deferred loaders do, and sees the names that were there before it.
/// </summary>
internal sealed class ContextScope : CelMap
{
    private readonly ContextScope? _outer;
    private readonly CelString _name;
    private readonly Func<ContextScope?, CelValue>? _load;
    private CelValue? _value;

    private ContextScope(ContextScope? outer, string name, CelValue? value, Func<ContextScope?, CelValue>? load) =>
        (_outer, _name, _value, _load) = (outer, new CelString(name), value, load);

    public override int Count => Keys.Count();

    public override IEnumerable<CelValue> Keys => Chain().Select(s => s._name).Distinct();

    public static ContextScope Of(string name, CelValue value) => new(null, name, value, null);

    public ContextScope With(string name, CelValue value) => new(this, name, value, null);

    public ContextScope WithEntry(string name, Func<ContextScope?, CelValue> load) => new(this, name, null, load);

    /// <summary>Puts another value in the place of the one that was given: entries that are computed already keep what they are.</summary>
    public void Replace(string name, CelValue value)
    {
        foreach (var scope in Chain())
        {
            if (scope._load is null && scope._name.Value == name)
                scope._value = value;
        }
    }

    /// <summary>
    /// Computes entries again that have been computed: Kyverno reloads them for each element of a foreach and after it, so that they follow
    /// the object that is judged just then.
    /// </summary>
    public void Reload()
    {
        foreach (var scope in Chain().Reverse())
        {
            if (scope._load is not null && scope._value is not null)
                scope._value = scope._load(scope._outer);
        }
    }

    public override CelValue? Find(CelValue key)
    {
        foreach (var scope in Chain())
        {
            if (scope._name.Equals(key))
                return scope._value ??= scope._load!(scope._outer);
        }

        return null;
    }

    /// <summary>From the innermost outwards.</summary>
    private IEnumerable<ContextScope> Chain()
    {
        for (var scope = this; scope is not null; scope = scope._outer)
            yield return scope;
    }
}
