using System.Text;

namespace Scanner.Decoding;

/// <summary>Texts that stand in nearly every pod's security context, kept once.</summary>
internal static class CommonStrings
{
    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.SequenceEqual("ALL"u8))
            return "ALL";
        if (utf8.SequenceEqual("RuntimeDefault"u8))
            return "RuntimeDefault";
        if (utf8.SequenceEqual("NET_BIND_SERVICE"u8))
            return "NET_BIND_SERVICE";
        return Encoding.UTF8.GetString(utf8);
    }
}
