namespace Scanner.Simulator.Schemas;

/// <summary>The scalars that structured merge tells apart.</summary>
internal enum ScalarKind
{
    Text,
    Number,
    Truth,

    /// <summary>Any scalar: dates, quantities, "int or string".</summary>
    Any,
}
