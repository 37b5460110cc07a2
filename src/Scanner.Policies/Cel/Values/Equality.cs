namespace Scanner.Policies.Cel.Values;

/// <summary>
/// Equality and order of CEL. Numbers of different types are compared by their mathematical value, values of other different types are not
/// equal, and only values of one type that has an order, or numbers, can be ordered.
/// </summary>
internal static class Equality
{
    public static bool AreEqual(CelValue a, CelValue b)
    {
        if (a.Kind != b.Kind)
            return IsNumber(a) && IsNumber(b) && CompareNumbers(a, b) == 0;
        return (a, b) switch
        {
            (CelInt x, CelInt y) => x.Value == y.Value,
            (CelUint x, CelUint y) => x.Value == y.Value,
            (CelDouble x, CelDouble y) => x.Value == y.Value,
            (CelString x, CelString y) => x.Hash == y.Hash && x.Value == y.Value,
            (CelBytes x, CelBytes y) => x.Value.SequenceEqual(y.Value),
            (CelList x, CelList y) => AreEqual(x, y),
            (CelMap x, CelMap y) => AreEqual(x, y),
            (CelTimestamp x, CelTimestamp y) => x.Seconds == y.Seconds && x.Nanoseconds == y.Nanoseconds,
            (CelDuration x, CelDuration y) => x.Nanoseconds == y.Nanoseconds,
            (CelTypeValue x, CelTypeValue y) => x.Named.Name == y.Named.Name,
            (CelOptional x, CelOptional y) => x.Value is null || y.Value is null ? ReferenceEquals(x.Value, y.Value) : AreEqual(x.Value, y.Value),
            (CelOpaque x, CelOpaque y) => x.Type.Name == y.Type.Name && x.IsSameAs(y),
            _ => ReferenceEquals(a, b),
        };
    }

    /// <summary>Below zero, zero or above, or null when the two have no order (NaN, or types that cannot be compared).</summary>
    public static int? Compare(CelValue a, CelValue b)
    {
        if (IsNumber(a) && IsNumber(b))
            return CompareNumbers(a, b);
        return (a, b) switch
        {
            (CelBool, CelBool) => (a.IsTrue ? 1 : 0) - (b.IsTrue ? 1 : 0),
            (CelString x, CelString y) => CompareTexts(x.Value, y.Value),
            (CelBytes x, CelBytes y) => x.Value.SequenceCompareTo(y.Value),
            (CelTimestamp x, CelTimestamp y) => x.Seconds != y.Seconds ? x.Seconds.CompareTo(y.Seconds) : x.Nanoseconds.CompareTo(y.Nanoseconds),
            (CelDuration x, CelDuration y) => x.Nanoseconds.CompareTo(y.Nanoseconds),
            _ => null,
        };
    }

    /// <summary>Whether there is an order between the two types at all; NaN is a number without one.</summary>
    public static bool HaveOrder(CelValue a, CelValue b) =>
        (IsNumber(a) && IsNumber(b))
        || (a.Kind == b.Kind && a.Kind is CelKind.Bool or CelKind.String or CelKind.Bytes or CelKind.Timestamp or CelKind.Duration);

    public static bool IsNumber(CelValue value) => value.Kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    public static int HashOf(CelValue value) => value switch
    {
        CelString text => text.Hash,
        CelInt number => number.Value.GetHashCode(),
        CelUint number => number.Value <= long.MaxValue ? ((long)number.Value).GetHashCode() : number.Value.GetHashCode(),
        CelDouble number => number.Value is >= long.MinValue and < 9.2233720368547758E18 && Math.Floor(number.Value) == number.Value
            ? ((long)number.Value).GetHashCode()
            : number.Value.GetHashCode(),
        CelList list => list.Count,
        CelMap map => map.Count,
        CelTimestamp time => HashCode.Combine(time.Seconds, time.Nanoseconds),
        CelDuration span => span.Nanoseconds.GetHashCode(),
        CelTypeValue type => StringComparer.Ordinal.GetHashCode(type.Named.Name),
        CelOpaque opaque => opaque.Hash,
        CelBytes bytes => bytes.Value.Length,
        _ => (int)value.Kind,
    };

    private static bool AreEqual(CelList a, CelList b)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (!AreEqual(a[i], b[i]))
                return false;
        }

        return true;
    }

    private static bool AreEqual(CelMap a, CelMap b)
    {
        if (a.Count != b.Count)
            return false;
        foreach (var key in a.Keys)
        {
            if (b.Find(key) is not { } other || !AreEqual(a.Find(key)!, other))
                return false;
        }

        return true;
    }

    private static int? CompareNumbers(CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt x, CelInt y) => x.Value.CompareTo(y.Value),
        (CelUint x, CelUint y) => x.Value.CompareTo(y.Value),
        (CelInt x, CelUint y) => ((Int128)x.Value).CompareTo(y.Value),
        (CelUint x, CelInt y) => ((Int128)x.Value).CompareTo(y.Value),
        (CelDouble x, CelDouble y) => double.IsNaN(x.Value) || double.IsNaN(y.Value) ? null : x.Value.CompareTo(y.Value),
        (CelDouble x, _) => -CompareToDouble(b, x.Value),
        (_, CelDouble y) => CompareToDouble(a, y.Value),
        _ => null,
    };

    /// <summary>As cel-go: beyond the range of the integer the sign decides, within it the integer is taken as a double.</summary>
    private static int? CompareToDouble(CelValue whole, double other)
    {
        if (double.IsNaN(other))
            return null;
        var (least, most) = whole.Kind == CelKind.Int ? (-9.2233720368547758E18, 9.2233720368547758E18) : (0, 1.8446744073709552E19);
        if (other < least)
            return 1;
        if (other > most)
            return -1;
        return (whole is CelInt n ? (double)n.Value : ((CelUint)whole).Value).CompareTo(other);
    }

    /// <summary>By code points: the order of UTF-16 units puts the pairs before U+E000.</summary>
    private static int CompareTexts(string a, string b)
    {
        var common = a.AsSpan().CommonPrefixLength(b);
        if (common == a.Length || common == b.Length)
            return a.Length.CompareTo(b.Length);
        var (x, y) = (a[common], b[common]);
        return char.IsSurrogate(x) != char.IsSurrogate(y) ? char.IsSurrogate(x) ? 1 : -1 : x.CompareTo(y);
    }
}
