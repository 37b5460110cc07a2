using System.Diagnostics;
using System.Text;

namespace Scanner.ApiServer.Wire;

/// <summary>
/// The fields of one API type that a reader wants: their protobuf numbers and JSON names. All other fields are skipped.
/// Numbers come from the generated.proto files of the Kubernetes API.
/// </summary>
public abstract class FieldTable
{
    /// <summary>No wanted field of the API has a larger number; it keeps the table in two words.</summary>
    private const int LargestNumber = 127;

    private readonly ulong _wantedLow;
    private readonly ulong _wantedHigh;
    private readonly (byte[] Name, int Number)[] _names;
    private readonly int[] _maps;

    private protected FieldTable(
        ReadOnlySpan<(int Number, string Name)> fields, ReadOnlySpan<int> maps, int inlinedField, FieldTable? inlined)
    {
        _maps = [.. maps];
        (InlinedField, Inlined) = (inlinedField, inlined);
        _names = new (byte[], int)[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var (number, name) = fields[i];
            if (number is < 1 or > LargestNumber)
                throw new ArgumentException($"field number {number} of {name} is not between 1 and {LargestNumber}", nameof(fields));
            // A message that JSON inlines has no name of its own there.
            _names[i] = (number == inlinedField ? [] : Encoding.UTF8.GetBytes(name), number);
            if (number < 64)
                _wantedLow |= 1UL << number;
            else
                _wantedHigh |= 1UL << (number - 64);
        }
    }

    /// <summary>The field that is a message in protobuf, while JSON writes that message's fields in its place; 0 for none.</summary>
    internal int InlinedField { get; }

    /// <summary>The fields of the message of <see cref="InlinedField"/>.</summary>
    internal FieldTable? Inlined { get; }

    /// <summary>What the <c>default</c> arm of every reader throws: a field of the table has no arm, which is a mistake in the reader.</summary>
    public static Exception Unread<TField>(TField field)
        where TField : struct, Enum =>
        new UnreachableException($"no arm reads the field {typeof(TField).Name}.{field}");

    internal bool Wants(int number) =>
        number < 64 ? (_wantedLow >> number & 1) != 0 : number <= LargestNumber && (_wantedHigh >> (number - 64) & 1) != 0;

    internal bool IsMap(int number) => Array.IndexOf(_maps, number) >= 0;

    /// <summary>The number of a JSON name, or 0.</summary>
    internal int NumberOf(ReadOnlySpan<byte> name)
    {
        foreach (var (candidate, number) in _names)
        {
            if (candidate.Length > 0 && name.SequenceEqual(candidate))
                return number;
        }

        return 0;
    }
}
