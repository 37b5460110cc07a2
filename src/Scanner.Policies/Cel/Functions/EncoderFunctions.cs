using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

internal static class EncoderFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("base64.encode(bytes): string", a => Arg.Text(Convert.ToBase64String(((CelBytes)a[0]).Value)));
        list.Add("base64.decode(string): bytes", a => Decode(Arg.Text(a[0])));
    }

    /// <summary>The padding may be missing.</summary>
    private static CelValue Decode(string text)
    {
        var bytes = new byte[text.Length];
        var bare = text.TrimEnd('=');
        return !text.AsSpan().ContainsAny(" \t\r\n")
            && Convert.TryFromBase64String(bare.PadRight((bare.Length + 3) / 4 * 4, '='), bytes, out var count)
            ? new CelBytes(bytes[..count])
            : new CelError("illegal base64 data");
    }
}
