using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

internal static class IpFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("ip(string): IP", a => Read(Arg.Text(a[0])));
        list.Add("isIP(string): bool", a => CelBool.Of(IpAddress.Parse(Arg.Text(a[0])).Address is not null));
        list.Add("ip.isCanonical(string): bool", a => Read(Arg.Text(a[0])) is IpAddress ip ? CelBool.Of(ip.ToString() == Arg.Text(a[0])) : Read(Arg.Text(a[0])));
        list.Add("IP.family(): int", a => CelInt.Of(((IpAddress)a[0]).IsV4 ? 4 : 6));
        list.Add("IP.isUnspecified(): bool", a => CelBool.Of(((IpAddress)a[0]).IsUnspecified));
        list.Add("IP.isLoopback(): bool", a => CelBool.Of(((IpAddress)a[0]).IsLoopback));
        list.Add("IP.isLinkLocalMulticast(): bool", a => CelBool.Of(((IpAddress)a[0]).IsLinkLocalMulticast));
        list.Add("IP.isLinkLocalUnicast(): bool", a => CelBool.Of(((IpAddress)a[0]).IsLinkLocalUnicast));
        list.Add("IP.isGlobalUnicast(): bool", a => CelBool.Of(((IpAddress)a[0]).IsGlobalUnicast));
        list.Add("string(IP): string", a => Arg.Text(a[0].ToString()!));
    }

    public static CelValue Read(string text)
    {
        var (address, error) = IpAddress.Parse(text);
        return address is null ? new CelError(error!) : address;
    }
}
