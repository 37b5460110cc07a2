namespace Scanner.ApiServer.Connections;

/// <summary>What may stand in a header.</summary>
internal static class HeaderText
{
    /// <summary>Whether a text can be sent as a bearer token: visible ASCII only.</summary>
    public static bool IsToken(string text) => text.Length > 0 && text.All(c => c is > ' ' and < '\x7f');

    /// <summary>Whether a text can be sent as a header's value: no control character, and not the joint of repeated headers.</summary>
    public static bool IsValue(string text) => !text.Any(c => char.IsControl(c) || c == RepeatedHeaderEncoding.Joint);
}
