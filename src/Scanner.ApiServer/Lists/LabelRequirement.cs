using System.Collections.Immutable;
using System.Globalization;

namespace Scanner.ApiServer.Lists;

/// <summary>One requirement of a label selector, as <c>labels.Requirement</c> of apimachinery has it.</summary>
/// <param name="Operator"><c>exists</c>, <c>!</c>, <c>=</c>, <c>==</c>, <c>!=</c>, <c>in</c>, <c>notin</c>, <c>&gt;</c> or <c>&lt;</c>.</param>
public sealed record LabelRequirement(string Key, string Operator, ImmutableArray<string> Values)
{
    /// <summary>An object without the label satisfies what only forbids values.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var isThere = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            "exists" => isThere,
            "!" => !isThere,
            "!=" or "notin" => !isThere || !Values.Contains(value!),
            ">" => Compare(value) > 0,
            "<" => Compare(value) < 0,
            _ => isThere && Values.Contains(value!),
        };
    }

    // Null, which is neither more nor less, where one of the two is no number.
    private int? Compare(string? value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var own)
        && long.TryParse(Values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit)
            ? own.CompareTo(limit)
            : null;
}
