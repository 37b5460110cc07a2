using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Index;

/// <summary>The bindings that lead nowhere. Looks again only at those that a change can have touched.</summary>
internal sealed class DanglingTable
{
    private readonly SortedDictionary<ObjectName, ImmutableArray<DanglingBinding>> _found = new(ObjectName.Order);
    private readonly HashSet<ObjectName> _touched = [];
    private ImmutableArray<DanglingBinding> _all = [];

    /// <summary>Names kept for the next <see cref="Refresh"/>.</summary>
    public int Waiting => _touched.Count;

    public void Touch(ObjectName binding) => _touched.Add(binding);

    /// <summary>A binding is gone. There is something to look at again only where something was found.</summary>
    public void TouchGone(ObjectName binding)
    {
        if (_found.ContainsKey(binding))
            _touched.Add(binding);
        else
            _touched.Remove(binding);
    }

    /// <param name="find">What is wrong with a binding; empty for nothing, or when it is gone.</param>
    public ImmutableArray<DanglingBinding> Refresh(Func<ObjectName, ImmutableArray<DanglingBinding>> find)
    {
        var changed = false;
        foreach (var binding in _touched)
        {
            var found = find(binding);
            changed |= found.IsEmpty ? _found.Remove(binding) : !_found.TryGetValue(binding, out var before) || !before.SequenceEqual(found);
            if (!found.IsEmpty)
                _found[binding] = found;
        }

        _touched.Clear();
        if (changed)
            _all = [.. _found.Values.SelectMany(f => f)];
        return _all;
    }
}
