using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Values;

namespace Scanner.Policies.Kyverno.Trees;

/// <summary>Values as Go's <c>fmt.Sprint</c> writes them, which Kyverno compares and puts into messages.</summary>
internal static class GoText
{
    public static string Of(CelValue? value) => value switch
    {
        CelString text => text.Value,
        CelBool => value.ToString()!,
        CelList list => "[" + string.Join(' ', list.Items.ToArray().Select(Of)) + "]",
        CelMap => "map[" + string.Join(' ', Tree.Entries(value).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}:{Of(e.Value)}")) + "]",
        null or CelNull => "<nil>",
        _ => Equality.IsNumber(value) ? JmesNumbers.Text(value) : value.ToString()!,
    };
}
