namespace Scanner.Core.Rbac.Facts;

/// <summary>Names a role or a binding among its like.</summary>
/// <param name="Namespace">Null for a cluster-scoped one.</param>
public readonly record struct ObjectName(string? Namespace, string Name)
{
    /// <summary>Cluster-scoped ones first, then by namespace and name.</summary>
    public static IComparer<ObjectName> Order { get; } = Comparer<ObjectName>.Create(static (a, b) =>
    {
        var byNamespace = string.CompareOrdinal(a.Namespace, b.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(a.Name, b.Name);
    });

    /// <summary><c>NAMESPACE/NAME</c>, or the name alone.</summary>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
