using System.Text.Json;
using Scanner.Policies.Rego;
using Scanner.Policies.Rego.Values;

namespace Scanner.Conformance.Rego;

/// <summary>What a case wants: bindings in any order, or an error.</summary>
internal sealed class Expectation(JsonElement test)
{
    /// <summary>Null where the result is as wanted.</summary>
    public string? WhyNot(RegoResult actual)
    {
        var code = test.TryGetProperty("want_error_code", out var wanted) ? wanted.GetString()! : "";
        if (code.Length > 0 || test.TryGetProperty("want_error", out _))
            return actual.Error is null ? $"is {actual.Value}, not {code}" : code.Length == 0 || actual.Code == code || actual.Code == "compilation" ? null : $"is {actual.Code}, not {code}";
        if (actual.Error is { } error)
            return error;
        if (!test.TryGetProperty("want_result", out var bindings) || bindings.ValueKind != JsonValueKind.Array)
            return null;
        var isSorted = test.TryGetProperty("sort_bindings", out var sort) && sort.ValueKind == JsonValueKind.True;
        string[] expected = [.. bindings.EnumerateArray().Select(b => Canonical(RegoJson.From(b), isSorted)).Distinct().Order(StringComparer.Ordinal)];
        string[] found = [.. ((RegoArray)actual.Value!).Items.ToArray().Select(b => Canonical(Shown(b), isSorted)).Distinct().Order(StringComparer.Ordinal)];
        return expected.SequenceEqual(found) ? null : $"is {string.Join(" ", found)}, not {string.Join(" ", expected)}";
    }

    /// <summary>Variables that a case made up itself are not among the wanted ones.</summary>
    private RegoValue Shown(RegoValue bindings)
    {
        if (!test.TryGetProperty("ignore_generated_vars", out _) || bindings is not RegoObject table)
            return bindings;
        return RegoObject.Of([.. table.Keys.ToArray().Zip(table.Values.ToArray(), KeyValuePair.Create).Where(e => e.Key is not RegoString { Value: ['_', '_', ..] })]);
    }

    /// <summary>As JSON, sets as arrays, and numbers as exact as a double is.</summary>
    private static string Canonical(RegoValue value, bool isSorted) => value switch
    {
        RegoNumber number => number.AsDouble().ToString("G15"),
        RegoString text => JsonSerializer.Serialize(text.Value),
        RegoArray array => List(array.Items.ToArray(), isSorted),
        RegoSet set => List(set.Items.ToArray(), isSorted),
        RegoObject table => "{" + string.Join(",", table.Keys.ToArray().Zip(table.Values.ToArray(), (k, v) => $"{JsonSerializer.Serialize(k is RegoString t ? t.Value : RegoJson.Write(k))}:{Canonical(v, isSorted)}").Order(StringComparer.Ordinal)) + "}",
        _ => value.ToString(),
    };

    private static string List(RegoValue[] items, bool isSorted)
    {
        var texts = items.Select(i => Canonical(i, isSorted));
        return "[" + string.Join(",", isSorted ? texts.Order(StringComparer.Ordinal) : texts) + "]";
    }
}
