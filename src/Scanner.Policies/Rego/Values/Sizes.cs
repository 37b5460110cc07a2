namespace Scanner.Policies.Rego.Values;

internal static class Sizes
{
    public static long Of(ReadOnlySpan<RegoValue> values)
    {
        var sum = 1L;
        foreach (var value in values)
            sum += value.Size;
        return sum;
    }

    public static bool HasUnknown(ReadOnlySpan<RegoValue> values)
    {
        foreach (var value in values)
        {
            if (value.HasUnknown)
                return true;
        }

        return false;
    }
}
