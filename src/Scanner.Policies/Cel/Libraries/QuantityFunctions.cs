using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

internal static class QuantityFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("quantity(string): Quantity", a => Read(Arg.Text(a[0])));
        list.Add("isQuantity(string): bool", a => CelBool.Of(QuantityAmount.Parse(Arg.Text(a[0])) is not null));
        list.Add("Quantity.sign(): int", a => CelInt.Of(Amount(a[0]).Nano.Sign));
        list.Add("Quantity.isInteger(): bool", a => CelBool.Of(Amount(a[0]).AsInteger() is not null));
        list.Add("Quantity.asInteger(): int", a =>
            Amount(a[0]).AsInteger() is { } whole ? CelInt.Of(whole) : new CelError("cannot convert value to integer"));
        list.Add("Quantity.asApproximateFloat(): double", a => new CelDouble(Amount(a[0]).AsDouble()));
        list.Add("Quantity.isGreaterThan(Quantity): bool", a => CelBool.Of(Amount(a[0]).ComparedWith(Amount(a[1])) > 0));
        list.Add("Quantity.isLessThan(Quantity): bool", a => CelBool.Of(Amount(a[0]).ComparedWith(Amount(a[1])) < 0));
        list.Add("Quantity.compareTo(Quantity): int", a => CelInt.Of(Math.Sign(Amount(a[0]).ComparedWith(Amount(a[1])))));
        list.Add("Quantity.add(Quantity): Quantity", a => Amount(a[0]).Add(Amount(a[1]), 1));
        list.Add("Quantity.add(int): Quantity", a => Amount(a[0]).Add(QuantityAmount.Of(Arg.Int(a[1])), 1));
        list.Add("Quantity.sub(Quantity): Quantity", a => Amount(a[0]).Add(Amount(a[1]), -1));
        list.Add("Quantity.sub(int): Quantity", a => Amount(a[0]).Add(QuantityAmount.Of(Arg.Int(a[1])), -1));
    }

    private static QuantityAmount Amount(CelValue value) => (QuantityAmount)value;

    private static CelValue Read(string text)
    {
        var amount = QuantityAmount.Parse(text);
        return amount is null ? new CelError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'") : amount;
    }
}
