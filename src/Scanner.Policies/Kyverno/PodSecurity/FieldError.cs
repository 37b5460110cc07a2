using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.PodSecurity;

/// <summary>A field that a control forbids.</summary>
/// <param name="Value">What it holds; null where the field is missing and required, or where there is no one value.</param>
internal sealed record FieldError(string Path, CelValue? Value, bool IsRequired = false)
{
    public string Text => IsRequired ? $"{Path}: Required value"
        : Value is null or CelString { Value.Length: 0 } ? $"{Path}: Forbidden: "
        : $"{Path} is forbidden, forbidden values found: {GoText.Of(Value)}";

    /// <summary>As texts that an exclusion may name.</summary>
    public string[] Values => Value switch
    {
        null or CelString { Value.Length: 0 } => [],
        CelList list => [.. list.Items.ToArray().Select(GoText.Of)],
        _ => [GoText.Of(Value)],
    };
}
