using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

internal static class CidrFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("cidr(string): CIDR", a => Read(Arg.Text(a[0])));
        list.Add("isCIDR(string): bool", a => CelBool.Of(CidrBlock.Parse(Arg.Text(a[0])).Block is not null));
        list.Add("CIDR.containsIP(string): bool", a => ContainsIp(a[0], IpFunctions.Read(Arg.Text(a[1]))));
        list.Add("CIDR.containsIP(IP): bool", a => ContainsIp(a[0], a[1]));
        list.Add("CIDR.containsCIDR(string): bool", a => ContainsCidr(a[0], Read(Arg.Text(a[1]))));
        list.Add("CIDR.containsCIDR(CIDR): bool", a => ContainsCidr(a[0], a[1]));
        list.Add("CIDR.ip(): IP", a => ((CidrBlock)a[0]).Address);
        list.Add("CIDR.prefixLength(): int", a => CelInt.Of(((CidrBlock)a[0]).Bits));
        list.Add("CIDR.masked(): CIDR", a => ((CidrBlock)a[0]).Masked());
        list.Add("string(CIDR): string", a => Arg.Text(a[0].ToString()!));
    }

    private static CelValue Read(string text)
    {
        var (block, error) = CidrBlock.Parse(text);
        return block is null ? new CelError(error!) : block;
    }

    private static CelValue ContainsIp(CelValue block, CelValue ip) => ip is IpAddress address ? CelBool.Of(((CidrBlock)block).Contains(address)) : ip;

    private static CelValue ContainsCidr(CelValue block, CelValue other) => other is CidrBlock inner
        ? CelBool.Of(((CidrBlock)block).Contains(inner.Address) && ((CidrBlock)block).Bits <= inner.Bits)
        : other;
}
