using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>Functions of the specification over single values.</summary>
internal static class ValueFunctions
{
    public static void AddTo(JmesFunctions list)
    {
        list.Add("abs(number)", a => JmesNumbers.Of(Math.Abs(JmesNumbers.ToDouble(a[0]))));
        list.Add("ceil(number)", a => JmesNumbers.Of(Math.Ceiling(JmesNumbers.ToDouble(a[0]))));
        list.Add("floor(number)", a => JmesNumbers.Of(Math.Floor(JmesNumbers.ToDouble(a[0]))));
        list.Add("contains(array|string, any)", a => Contains(a[0], a[1]));
        list.Add("starts_with(string, string)", a => CelBool.Of(Arg.Text(a[0]).StartsWith(Arg.Text(a[1]), StringComparison.Ordinal)));
        list.Add("ends_with(string, string)", a => CelBool.Of(Arg.Text(a[0]).EndsWith(Arg.Text(a[1]), StringComparison.Ordinal)));
        list.Add("length(string|array|object)", a => Arg.Size(a[0]));
        list.Add("not_null(any...)", a => Array.Find(a, v => v.Kind != CelKind.Null) ?? CelNull.Value);
        list.Add("to_array(any)", a => a[0] is CelList ? a[0] : new CelList([a[0]]));
        list.Add("to_string(any)", a => a[0] is CelString ? a[0] : Arg.Text(JsonText.Of(a[0])));
        list.Add("to_number(any)", ToNumber);
        list.Add("type(any)", a => Arg.Text(JmesTypeReader.NameOf(a[0])));
    }

    private static CelBool Contains(CelValue within, CelValue sought) => within switch
    {
        CelString text => CelBool.Of(sought is CelString part && text.Value.Contains(part.Value, StringComparison.Ordinal)),
        CelList items => CelBool.Of(items.Items.Contains(sought)),
        _ => CelBool.False,
    };

    private static CelValue ToNumber(CelValue[] arguments) => arguments[0] switch
    {
        CelString text => JmesNumbers.Parse(text.Value) is { } number ? JmesNumbers.Of(number) : CelNull.Value,
        var value => Equality.IsNumber(value) ? value : CelNull.Value,
    };
}
