using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>Reads and checks <see cref="JmesTypes"/>.</summary>
internal static class JmesTypeReader
{
    /// <param name="text">As the specification writes it: <c>string|number</c>, <c>array[string]</c>.</param>
    public static JmesTypes Read(string text)
    {
        var types = JmesTypes.None;
        foreach (var name in text.Split('|'))
        {
            types |= name switch
            {
                "any" => JmesTypes.Any,
                "boolean" => JmesTypes.Bool,
                "number" => JmesTypes.Number,
                "string" => JmesTypes.Text,
                "array" => JmesTypes.List,
                "object" => JmesTypes.Map,
                "expression" => JmesTypes.Expression,
                "array[string]" => JmesTypes.Texts,
                "array[number]" => JmesTypes.Numbers,
                _ => throw new ArgumentException($"{name} is no type", nameof(text)),
            };
        }

        return types;
    }

    public static bool Accepts(JmesTypes types, CelValue value) =>
        (types & Of(value)) != JmesTypes.None
        || (value is CelList list
            && (((types & JmesTypes.Texts) != JmesTypes.None && All(list, CelKind.String)) || ((types & JmesTypes.Numbers) != JmesTypes.None && list.Items.ToArray().All(Equality.IsNumber))));

    /// <summary>As <c>type()</c> says it.</summary>
    public static string NameOf(CelValue value) => value switch
    {
        CelBool => "boolean",
        CelString => "string",
        CelList => "array",
        CelMap => "object",
        _ => Equality.IsNumber(value) ? "number" : "null",
    };

    private static JmesTypes Of(CelValue value) => value switch
    {
        CelBool => JmesTypes.Bool,
        CelString => JmesTypes.Text,
        CelList => JmesTypes.List,
        CelMap => JmesTypes.Map,
        JmesReference => JmesTypes.Expression,
        _ => Equality.IsNumber(value) ? JmesTypes.Number : JmesTypes.Null,
    };

    private static bool All(CelList list, CelKind kind)
    {
        foreach (var item in list.Items)
        {
            if (item.Kind != kind)
                return false;
        }

        return true;
    }
}
