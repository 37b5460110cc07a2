using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Rbac.Index;

/// <summary>The bindings that lead nowhere. Looks again only at those that a change can have touched.</summary>
internal sealed class DanglingTable
{
    private readonly HashSet<ObjectName> _touched = [];

    // By binding.
    private ImmutableArray<DanglingBinding> _found = [];

    /// <summary>Names kept for the next <see cref="Refresh"/>.</summary>
    public int Waiting => _touched.Count;

    public void Touch(ObjectName binding) => _touched.Add(binding);

    /// <summary>A binding is gone. There is something to look at again only where something was found.</summary>
    public void TouchGone(ObjectName binding)
    {
        var (from, to) = InOrder.Slice(_found, d => ObjectName.Order.Compare(d.Binding, binding));
        if (from < to)
            _touched.Add(binding);
        else
            _touched.Remove(binding);
    }

    /// <param name="find">What is wrong with a binding; empty for nothing, or when it is gone.</param>
    public ImmutableArray<DanglingBinding> Refresh(Func<ObjectName, ImmutableArray<DanglingBinding>> find)
    {
        if (_touched.Count > InOrder.MostSingly)
        {
            var others = _found.RemoveAll(d => _touched.Contains(d.Binding));
            // Of one binding they stay in the order in which they are found.
            _found = [.. others.Concat(_touched.SelectMany(b => find(b))).OrderBy(d => d.Binding, ObjectName.Order)];
        }
        else
        {
            foreach (var binding in _touched)
                _found = InOrder.Replace(_found, d => ObjectName.Order.Compare(d.Binding, binding), find(binding));
        }

        _touched.Clear();
        return _found;
    }
}
