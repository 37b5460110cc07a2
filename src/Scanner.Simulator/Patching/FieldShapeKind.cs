namespace Scanner.Simulator.Patching;

/// <summary>How the owners of a field share it.</summary>
internal enum FieldShapeKind
{
    /// <summary>An object whose fields are owned one by one.</summary>
    Granular,

    /// <summary>Owned and replaced as a whole.</summary>
    Atomic,

    /// <summary>A list of objects told apart by key fields.</summary>
    KeyedList,

    /// <summary>A list of distinct scalars.</summary>
    Set,
}
