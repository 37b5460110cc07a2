using System.Runtime.CompilerServices;

namespace Scanner.ApiServer.Wire;

/// <summary>
/// The wanted fields of one API type as an enum: each value is the protobuf number and each name the JSON name, but for its capital.
/// So a reader's <c>switch</c> names every field, and the build fails for one that it leaves out (IDE0010, IDE0072 in .editorconfig).
/// </summary>
/// <typeparam name="TField">The enum; its values are from 1 to 127.</typeparam>
public sealed class Fields<TField> : FieldTable
    where TField : struct, Enum
{
    /// <param name="maps">The fields that are a <c>map&lt;string, string&gt;</c>.</param>
    public Fields(params ReadOnlySpan<TField> maps)
        : base(All(), Numbers(maps), 0, null)
    {
    }

    /// <param name="inlined">The field that is a message in protobuf, while JSON writes that message's fields in its place.</param>
    /// <param name="message">The fields of that message.</param>
    public Fields(TField inlined, FieldTable message)
        : base(All(), [], NumberOf(inlined), message)
    {
        if (message.Inlined is not null)
            throw new ArgumentException("inlines another message", nameof(message));
    }

    internal static TField FieldOf(int number) => Unsafe.BitCast<int, TField>(number);

    private static int NumberOf(TField field) => Unsafe.BitCast<TField, int>(field);

    private static int[] Numbers(ReadOnlySpan<TField> fields)
    {
        var numbers = new int[fields.Length];
        for (var i = 0; i < fields.Length; i++)
            numbers[i] = NumberOf(fields[i]);
        return numbers;
    }

    private static (int Number, string Name)[] All() =>
        Array.ConvertAll(Enum.GetValues<TField>(), f => (NumberOf(f), JsonName(f.ToString())));

    private static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
