using System.Numerics;
using Scanner.Policies.Cel.Libraries;

namespace Scanner.Policies.JmesPath.Values;

/// <summary>An amount with the form that Kubernetes writes it in (apimachinery/pkg/api/resource).</summary>
/// <param name="Nano">In billionths.</param>
/// <param name="IsBinary">Written with <c>Ki</c>, <c>Mi</c> and so on.</param>
internal sealed record GoQuantity(BigInteger Nano, bool IsBinary)
{
    public static readonly BigInteger One = 1_000_000_000;

    private static readonly string[] s_binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] s_decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    public static GoQuantity? Parse(string text) =>
        QuantityAmount.Parse(text) is { } amount ? new GoQuantity(amount.Nano, text.EndsWith('i')) : null;

    public double AsDouble => (double)Nano / 1e9;

    /// <summary>With the largest suffix that leaves no fraction.</summary>
    public override string ToString()
    {
        if (Nano.IsZero)
            return "0";
        if (IsBinary && BigInteger.Abs(Nano) >= 1024 * One && (Nano % One).IsZero)
            return Suffixed(Nano / One, 1024, s_binary);
        return Suffixed(Nano, 1000, s_decimal);
    }

    private static string Suffixed(BigInteger amount, int factor, string[] suffixes)
    {
        var suffix = 0;
        while (suffix < suffixes.Length - 1 && (amount % factor).IsZero)
        {
            amount /= factor;
            suffix++;
        }

        return amount + suffixes[suffix];
    }
}
