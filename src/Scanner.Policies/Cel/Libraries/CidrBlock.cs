using System.Globalization;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>An address and the number of leading bits that count.</summary>
internal sealed class CidrBlock(IpAddress address, int bits) : CelOpaque(OpaqueTypes.Cidr)
{
    public IpAddress Address => address;

    public int Bits => bits;

    public override int Hash => HashCode.Combine(address.Hash, bits);

    public static (CidrBlock? Block, string? Error) Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        var failed = $"network address parse error during conversion from string: netip.ParsePrefix(\"{text}\"): invalid";
        if (slash < 0)
            return (null, failed);
        var (address, error) = IpAddress.Parse(text[..slash]);
        if (address is null)
            return (null, error!.StartsWith("IPv4-mapped", StringComparison.Ordinal) ? error : failed);
        var digits = text[(slash + 1)..];
        var isPlain = digits.Length == 1 || (digits.Length is 2 or 3 && digits[0] != '0');
        return isPlain && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= address.Bytes.Length * 8
            ? (new CidrBlock(address, bits), null)
            : (null, failed);
    }

    public CidrBlock Masked()
    {
        var bytes = address.Bytes.ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(bits - (8 * i), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return new CidrBlock(new IpAddress(bytes), bits);
    }

    public bool Contains(IpAddress other) =>
        other.IsV4 == address.IsV4 && new CidrBlock(other, bits).Masked().Address.IsSameAs(Masked().Address);

    public override bool IsSameAs(CelOpaque other) => other is CidrBlock block && bits == block.Bits && address.IsSameAs(block.Address);

    public override string ToString() => $"{address}/{bits}";
}
