using System.Text;

namespace Scanner.ApiServer.Wire;

/// <summary>
/// The fields of one API type that a reader wants: its protobuf numbers and JSON names. All other fields are skipped.
/// Numbers come from the generated.proto files of the Kubernetes API.
/// </summary>
public sealed class FieldTable
{
    private readonly ulong _wantedLow;
    private readonly ulong _wantedHigh;
    private readonly (byte[] Name, int Number)[] _names;
    private readonly HashSet<int> _maps;

    /// <param name="fields">Number below 128 and JSON name; <c>map</c> marks a <c>map&lt;string, string&gt;</c>.</param>
    public FieldTable(params ReadOnlySpan<(int Number, string Name)> fields)
        : this([], fields)
    {
    }

    /// <param name="maps">Numbers of the fields that are maps.</param>
    /// <param name="fields">As in the other constructor.</param>
    public FieldTable(ReadOnlySpan<int> maps, params ReadOnlySpan<(int Number, string Name)> fields)
    {
        _maps = [.. maps];
        _names = new (byte[], int)[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var (number, name) = fields[i];
            if (number >= 128)
                throw new ArgumentException($"field number {number} of {name} is too large", nameof(fields));
            _names[i] = (Encoding.UTF8.GetBytes(name), number);
            if (number < 64)
                _wantedLow |= 1UL << number;
            else
                _wantedHigh |= 1UL << (number - 64);
        }
    }

    internal bool Wants(int number) =>
        number < 64 ? (_wantedLow >> number & 1) != 0 : number < 128 && (_wantedHigh >> (number - 64) & 1) != 0;

    internal bool IsMap(int number) => _maps.Count > 0 && _maps.Contains(number);

    /// <summary>The number of a JSON name, or 0.</summary>
    internal int NumberOf(ReadOnlySpan<byte> name)
    {
        foreach (var (candidate, number) in _names)
        {
            if (name.SequenceEqual(candidate))
                return number;
        }

        return 0;
    }
}
