using System.Text;

namespace Scanner.Policies.Cel.Values;

/// <summary>A text. Its length and its indices count code points, as CEL does.</summary>
public sealed class CelString(string value) : CelValue(CelKind.String)
{
    public static CelString Empty { get; } = new("");

    public string Value => value;

    public override CelType Type => CelType.String;

    /// <summary>Length in code points.</summary>
    public int Length
    {
        get
        {
            var pairs = 0;
            foreach (var c in value)
            {
                if (char.IsLowSurrogate(c))
                    pairs++;
            }

            return value.Length - pairs;
        }
    }

    internal int Hash { get; } = StringComparer.Ordinal.GetHashCode(value);

    public Rune[] ToRunes() => [.. value.EnumerateRunes()];

    public override string ToString() => value;
}
