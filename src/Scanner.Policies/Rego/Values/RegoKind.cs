namespace Scanner.Policies.Rego.Values;

/// <summary>The kinds of values, in the order in which Rego sorts values of different kinds.</summary>
public enum RegoKind
{
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
    Set,

    /// <summary>Depends on what is not known.</summary>
    Unknown,

    /// <summary>A function refused its arguments. Leaves the evaluation only where errors are asked for.</summary>
    Error,
}
