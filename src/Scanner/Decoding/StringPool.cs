using System.Text;

namespace Scanner.Decoding;

/// <summary>One string per distinct text: namespaces, workloads and managers repeat on thousands of pods. Not for concurrent use.</summary>
internal sealed class StringPool
{
    private string?[] _slots = new string?[256];
    private int _count;

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        Span<char> stack = stackalloc char[256];
        var length = Encoding.UTF8.GetMaxCharCount(utf8.Length) <= stack.Length ? Encoding.UTF8.GetChars(utf8, stack) : -1;
        return length < 0 ? Encoding.UTF8.GetString(utf8) : Get(stack[..length]);
    }

    /// <summary>Null for an empty text: protobuf writes an unset text as an empty one, JSON leaves it out.</summary>
    public string? GetOrNull(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Get(utf8);

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "";
        if (_count * 2 >= _slots.Length)
            Grow();
        ref var slot = ref Slot(_slots, text);
        if (slot is null)
        {
            slot = text.ToString();
            _count++;
        }

        return slot;
    }

    private void Grow()
    {
        var larger = new string?[_slots.Length * 2];
        foreach (var text in _slots)
        {
            if (text is not null)
                Slot(larger, text) = text;
        }

        _slots = larger;
    }

    private static ref string? Slot(string?[] slots, ReadOnlySpan<char> text)
    {
        var mask = slots.Length - 1;
        var i = string.GetHashCode(text, StringComparison.Ordinal) & mask;
        while (slots[i] is { } other && !text.SequenceEqual(other))
            i = (i + 1) & mask;
        return ref slots[i];
    }
}
