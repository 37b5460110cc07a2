using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>Reads arguments whose kinds are checked, and makes results.</summary>
internal static class Arg
{
    public static string Text(RegoValue value) => ((RegoString)value).Value;

    public static RegoNumber Number(RegoValue value) => (RegoNumber)value;

    public static RegoString Of(string text) => new(text);

    public static RegoBool Of(bool flag) => RegoBool.Of(flag);

    public static RegoError Fail(string message) => new(message);

    public static RegoError WrongType(string message) => new(message, isType: true);

    public static ReadOnlySpan<RegoValue> Items(RegoValue value) => value switch
    {
        RegoArray array => array.Items,
        RegoSet set => set.Items,
        RegoObject table => table.Values,
        _ => [],
    };

    /// <summary>Null where a member is no text.</summary>
    public static string[]? Texts(RegoValue value)
    {
        var items = Items(value);
        var texts = new string[items.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (items[i] is not RegoString text)
                return null;
            texts[i] = text.Value;
        }

        return texts;
    }

    public static RegoArray Array(IEnumerable<string> texts) => new([.. texts.Select(t => new RegoString(t))]);
}
