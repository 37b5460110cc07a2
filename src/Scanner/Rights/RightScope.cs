namespace Scanner.Rights;

/// <summary>Where a right is needed.</summary>
internal enum RightScope : byte
{
    Cluster,

    /// <summary>In the namespace that the scanner is installed in.</summary>
    OwnNamespace,

    /// <summary>In the namespace <c>default</c>.</summary>
    DefaultNamespace,
}
