using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>Arguments whose type the signature has made sure of, as values of C#; and texts as results.</summary>
internal static class Arg
{
    public static CelInt Size(CelValue value) => CelInt.Of(value switch
    {
        CelString text => text.Length,
        CelBytes bytes => bytes.Value.Length,
        CelList items => items.Count,
        _ => ((CelMap)value).Count,
    });

    public static string Text(CelValue value) => ((CelString)value).Value;

    public static long Int(CelValue value) => ((CelInt)value).Value;

    public static CelString Text(string value) => new(value);
}
