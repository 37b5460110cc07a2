using System.Numerics;
using Scanner.Policies.Cel.Libraries;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>The fewest blocks that hold the same addresses as some blocks do (<c>net.cidr_merge</c>).</summary>
internal static class NetworkMerge
{
    public static RegoValue Merge(RegoValue blocks)
    {
        if (blocks is not (RegoArray or RegoSet) || Arg.Texts(blocks) is not { } texts)
            return Arg.WrongType("net.cidr_merge: operand must be an array or a set of strings");
        var ranges = new List<Range>();
        foreach (var text in texts)
        {
            if (Block(text) is not { } block)
                return Arg.Fail("net.cidr_merge: not a valid textual representation of an IP address or CIDR");
            ranges.Add(Range.Of(block));
        }

        return RegoSet.Of([.. Joined(ranges).SelectMany(r => r.Blocks()).Select(b => (RegoValue)Arg.Of(b.ToString()))]);
    }

    /// <summary>An IPv4 address alone stands for the network of its class, as in Go; of IPv6 a length is needed.</summary>
    private static CidrBlock? Block(string text) => CidrBlock.Parse(text).Block
        ?? (IpAddress.Parse(text).Address is { IsV4: true } address ? new CidrBlock(address, address.Bytes[0] < 128 ? 8 : address.Bytes[0] < 192 ? 16 : 24) : null);

    private static List<Range> Joined(List<Range> ranges)
    {
        var joined = new List<Range>();
        foreach (var range in ranges.OrderBy(r => r.Length).ThenBy(r => r.First))
        {
            if (joined.Count > 0 && joined[^1] is var last && last.Length == range.Length && range.First <= last.Last + 1)
                joined[^1] = last with { Last = BigInteger.Max(last.Last, range.Last) };
            else
                joined.Add(range);
        }

        return joined;
    }

    /// <param name="Length">Bytes of an address.</param>
    private sealed record Range(int Length, BigInteger First, BigInteger Last)
    {
        public static Range Of(CidrBlock block)
        {
            var bytes = block.Masked().Address.Bytes;
            var first = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
            return new Range(bytes.Length, first, first + (BigInteger.One << ((bytes.Length * 8) - block.Bits)) - 1);
        }

        /// <summary>The largest block that begins where the one before ends, again and again.</summary>
        public IEnumerable<CidrBlock> Blocks()
        {
            for (var at = First; at <= Last;)
            {
                var free = 0;
                while (free < Length * 8 && (at & (BigInteger.One << free)) == 0 && at + (BigInteger.One << (free + 1)) - 1 <= Last)
                    free++;
                yield return new CidrBlock(NetworkFunctions.Address(at, Length), (Length * 8) - free);
                at += BigInteger.One << free;
            }
        }
    }
}
