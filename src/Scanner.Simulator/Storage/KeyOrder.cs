namespace Scanner.Simulator.Storage;

/// <summary>Binary search in objects sorted by key.</summary>
internal static class KeyOrder
{
    /// <summary>The index of <paramref name="key"/>, or the complement of where it would be.</summary>
    public static int Find(IReadOnlyList<StoredObject> sorted, string key)
    {
        int low = 0, high = sorted.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(sorted[middle].Key, key);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    /// <summary>The first index whose key is not before <paramref name="key"/>.</summary>
    public static int FirstFrom(IReadOnlyList<StoredObject> sorted, string key)
    {
        var at = Find(sorted, key);
        return at < 0 ? ~at : at;
    }

    /// <summary>The objects of one namespace; all of them when <paramref name="ns"/> is empty.</summary>
    public static ArraySegment<StoredObject> Namespace(StoredObject[] sorted, string ns)
    {
        if (ns.Length == 0)
            return sorted;
        var first = FirstFrom(sorted, ns + "/");
        var end = FirstFrom(sorted, ns + "0"); // '0' follows '/'
        return new ArraySegment<StoredObject>(sorted, first, end - first);
    }
}
