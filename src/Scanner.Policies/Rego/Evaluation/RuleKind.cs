using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

internal enum RuleKind
{
    /// <summary>No rules here, only further down.</summary>
    None,

    /// <summary>One value.</summary>
    Complete,

    Set,

    /// <summary>Keys and values, or sets under keys.</summary>
    Table,

    Function,
}
