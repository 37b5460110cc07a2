using System.Numerics;
using Scanner.Policies.Cel.Libraries;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>Addresses and blocks of addresses. Nothing is looked up.</summary>
internal static class NetworkFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("net.cidr_is_valid", "*", a => Arg.Of(a[0] is RegoString text && CidrBlock.Parse(text.Value).Block is not null));
        list.Add("net.cidr_contains", "ss", a => Contains(Arg.Text(a[0]), Arg.Text(a[1])));
        list.Add("net.cidr_overlap", "ss", a => Contains(Arg.Text(a[0]), Arg.Text(a[1])));
        list.Add("net.cidr_intersects", "ss", a => Intersects(Arg.Text(a[0]), Arg.Text(a[1])));
        list.Add("net.cidr_contains_matches", "**", ContainsMatches);
        list.Add("net.cidr_expand", "s", a => Expand(Arg.Text(a[0])));
        list.Add("net.cidr_merge", "*", a => NetworkMerge.Merge(a[0]));
    }

    private static CidrBlock? Block(string text) => CidrBlock.Parse(text).Block;

    /// <summary>An address is a block of one.</summary>
    private static CidrBlock? BlockOrAddress(string text) =>
        Block(text) ?? (IpAddress.Parse(text).Address is { } address ? new CidrBlock(address, address.Bytes.Length * 8) : null);

    private static bool Has(CidrBlock outer, CidrBlock inner) => outer.Bits <= inner.Bits && outer.Contains(inner.Address);

    private static RegoValue Contains(string block, string other) => Block(block) is { } outer && BlockOrAddress(other) is { } inner
        ? Arg.Of(Has(outer, inner))
        : Arg.Fail("not a valid textual representation of an IP address or CIDR");

    private static RegoValue Intersects(string left, string right) => Block(left) is { } a && Block(right) is { } b
        ? Arg.Of(Has(a, b) || Has(b, a))
        : Arg.Fail("not a valid CIDR");

    private static RegoValue ContainsMatches(RegoValue[] a)
    {
        var (outers, inners) = (Entries(a[0]), Entries(a[1]));
        if (outers is null || inners is null)
            return Arg.Fail("net.cidr_contains_matches: operands must be strings, arrays, sets or objects of them");
        var found = new List<RegoValue>();
        foreach (var (outerKey, outer) in outers)
        {
            foreach (var (innerKey, inner) in inners)
            {
                if (Block(outer) is not { } block || BlockOrAddress(inner) is not { } other)
                    return Arg.Fail("not a valid textual representation of an IP address or CIDR");
                if (Has(block, other))
                    found.Add(new RegoArray([outerKey, innerKey]));
            }
        }

        return RegoSet.Of([.. found]);
    }

    /// <summary>Texts by the key that a match names them with. In place of a text there may be an array that begins with one.</summary>
    private static List<(RegoValue Key, string Text)>? Entries(RegoValue value)
    {
        var entries = new List<(RegoValue, string)>();
        var items = value is RegoString ? [value] : Arg.Items(value);
        if (value is not (RegoString or RegoArray or RegoSet or RegoObject))
            return null;
        for (var i = 0; i < items.Length; i++)
        {
            if ((items[i] as RegoString ?? (items[i] is RegoArray { Count: > 0 } array ? array[0] as RegoString : null)) is not { } text)
                return null;
            entries.Add((value switch { RegoArray => RegoNumber.Of(i), RegoObject table => table.Keys[i], _ => items[i] }, text.Value));
        }

        return entries;
    }

    private static RegoValue Expand(string text)
    {
        const int mostBits = 16;
        if (Block(text) is not { } block)
            return Arg.Fail("not a valid CIDR");
        var bits = (block.Address.Bytes.Length * 8) - block.Bits;
        if (bits > mostBits)
            throw new RegoEvaluationException(RegoEvaluationException.Limit, "a block of more than 65,536 addresses");
        var first = new BigInteger(block.Masked().Address.Bytes, isUnsigned: true, isBigEndian: true);
        var length = block.Address.Bytes.Length;
        return RegoSet.Of([.. Enumerable.Range(0, 1 << bits).Select(i => (RegoValue)Arg.Of(Address(first + i, length).ToString()))]);
    }

    internal static IpAddress Address(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new IpAddress([.. new byte[length - bytes.Length], .. bytes]);
    }
}
