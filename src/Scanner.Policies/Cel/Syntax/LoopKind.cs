namespace Scanner.Policies.Cel.Syntax;

internal enum LoopKind
{
    All,
    Exists,
    ExistsOne,
    Filter,

    /// <summary><c>map</c> and <c>transformList</c>.</summary>
    Map,

    /// <summary><c>transformMap</c>: the result under the key of the source.</summary>
    TransformMap,

    /// <summary><c>transformMapEntry</c>: the result is a map of entries.</summary>
    TransformMapEntry,

    /// <summary><c>sortBy</c>: the elements in the order of their results.</summary>
    SortBy,
}
