using System.Globalization;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>An address of 4 or 16 bytes. Strict as Go's <c>netip</c>: no leading zeros, no zone, no IPv4 within IPv6.</summary>
internal sealed class IpAddress(byte[] bytes) : CelOpaque(OpaqueTypes.Ip)
{
    public ReadOnlySpan<byte> Bytes => bytes;

    public bool IsV4 => bytes.Length == 4;

    public bool IsUnspecified => !bytes.AsSpan().ContainsAnyExcept((byte)0);

    public bool IsLoopback => IsV4 ? bytes[0] == 127 : !bytes.AsSpan(0, 15).ContainsAnyExcept((byte)0) && bytes[15] == 1;

    public bool IsLinkLocalMulticast => IsV4 ? bytes is [224, 0, 0, _] : bytes[0] == 0xff && (bytes[1] & 0x0f) == 2;

    public bool IsLinkLocalUnicast => IsV4 ? bytes is [169, 254, ..] : bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;

    public bool IsGlobalUnicast =>
        !IsUnspecified && !IsLoopback && !IsLinkLocalUnicast && (IsV4 ? (bytes[0] & 0xf0) != 224 && bytes is not [255, 255, 255, 255] : bytes[0] != 0xff);

    public override int Hash => HashCode.Combine(bytes[0], bytes[^1], bytes[^2]);

    /// <summary>Null for what is no address; one of the two errors that are said apart otherwise.</summary>
    public static (IpAddress? Address, string? Error) Parse(string text)
    {
        if (text.Contains('%', StringComparison.Ordinal) && text.Contains(':', StringComparison.Ordinal))
            return (null, $"IP address \"{text}\" with zone value is not allowed");
        var bytes = text.Contains(':', StringComparison.Ordinal) ? ParseV6(text) : ParseV4(text);
        if (bytes is null)
            return (null, $"IP Address \"{text}\" parse error during conversion from string: ParseAddr(\"{text}\"): unable to parse IP");
        return IsMapped(bytes) ? (null, $"IPv4-mapped IPv6 address \"{text}\" is not allowed") : (new IpAddress(bytes), null);
    }

    public override bool IsSameAs(CelOpaque other) => bytes.AsSpan().SequenceEqual(((IpAddress)other).Bytes);

    public override string ToString() => IsV4 ? string.Join('.', bytes) : V6Text();

    private static bool IsMapped(byte[] bytes) =>
        bytes.Length == 16 && !bytes.AsSpan(0, 10).ContainsAnyExcept((byte)0) && bytes[10] == 0xff && bytes[11] == 0xff;

    private static byte[]? ParseV4(ReadOnlySpan<char> text)
    {
        var bytes = new byte[4];
        for (var i = 0; i < 4; i++)
        {
            var end = i < 3 ? text.IndexOf('.') : text.Length;
            if (end is < 1 or > 3 || (end > 1 && text[0] == '0'))
                return null;
            if (!byte.TryParse(text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
            text = i < 3 ? text[(end + 1)..] : [];
        }

        return bytes;
    }

    private static byte[]? ParseV6(string text)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap >= 0 && text.IndexOf("::", gap + 1, StringComparison.Ordinal) >= 0)
            return null;
        var head = Groups(gap < 0 ? text : text[..gap], isLast: gap < 0);
        var tail = gap < 0 ? [] : Groups(text[(gap + 2)..], isLast: true);
        if (head is null || tail is null)
            return null;
        var missing = 16 - head.Count - tail.Count;
        return gap < 0 ? (missing == 0 ? [.. head] : null) : (missing >= 2 ? [.. head, .. new byte[missing], .. tail] : null);
    }

    /// <summary>The bytes of groups with colons between them; the last may be written as IPv4.</summary>
    private static List<byte>? Groups(string text, bool isLast)
    {
        var bytes = new List<byte>();
        if (text.Length == 0)
            return bytes;
        var groups = text.Split(':');
        for (var i = 0; i < groups.Length; i++)
        {
            if (isLast && i == groups.Length - 1 && groups[i].Contains('.', StringComparison.Ordinal))
            {
                if (ParseV4(groups[i]) is not { } v4)
                    return null;
                bytes.AddRange(v4);
                continue;
            }

            if (groups[i].Length is < 1 or > 4 || !ushort.TryParse(groups[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group))
                return null;
            bytes.AddRange([(byte)(group >> 8), (byte)group]);
        }

        return bytes;
    }

    /// <summary>The longest run of two or more zero groups is left out, the first of equals.</summary>
    private string V6Text()
    {
        var groups = Enumerable.Range(0, 8).Select(i => (bytes[2 * i] << 8) | bytes[(2 * i) + 1]).ToArray();
        var (start, length) = (0, 1);
        for (var i = 0; i < 8; i++)
        {
            var run = groups.Skip(i).TakeWhile(g => g == 0).Count();
            if (run > length)
                (start, length) = (i, run);
        }

        var texts = groups.Select(g => g.ToString("x", CultureInfo.InvariantCulture));
        return length < 2
            ? string.Join(':', texts)
            : $"{string.Join(':', texts.Take(start))}::{string.Join(':', texts.Skip(start + length))}";
    }
}
