using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Syntax;

namespace Scanner.Policies.JmesPath.Evaluation;

/// <summary>Slices of a list, as Python has them.</summary>
internal static class Slices
{
    public static CelValue Of(CelList list, JmesNode.Slice slice)
    {
        var step = slice.Step ?? 1;
        if (step == 0)
            return new CelError("Invalid slice, step cannot be 0");
        long count = list.Count;
        var start = Bound(slice.Start ?? (step > 0 ? 0 : count - 1), count, step, slice.Start is not null);
        var stop = slice.Stop is { } last ? Bound(last, count, step, true) : step > 0 ? count : -1;
        var items = new List<CelValue>();
        for (var i = start; step > 0 ? i < stop : i > stop; i += step)
        {
            items.Add(list[(int)i]);
            // The sum of the last index and a step that is larger than the list may be no number.
            if (Int128.Abs(step) > count)
                break;
        }

        return new CelList([.. items]);
    }

    private static long Bound(long index, long count, long step, bool isGiven)
    {
        if (isGiven && index < 0)
            index = Math.Max(index, -count - 1) + count;
        return index < 0 ? step > 0 ? 0 : -1 : index >= count ? step > 0 ? count : count - 1 : index;
    }
}
