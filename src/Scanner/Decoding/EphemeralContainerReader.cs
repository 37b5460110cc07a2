using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Reads one entry of <c>spec.ephemeralContainers</c>.</summary>
internal static class EphemeralContainerReader
{
    private const int Common = 1;
    private const int Target = 2;

    public static EphemeralContainerDraft Read<TReader>(ref TReader reader, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var draft = new EphemeralContainerDraft();
        var scope = reader.Enter();
        while (reader.Next(PodFields.EphemeralContainer, out var field))
        {
            if (field == Common)
                ReadCommon(ref reader, draft, strings);
            else if (field == Target)
                draft.TargetContainer = NullIfEmpty(strings.Get(reader.ReadUtf8()));
            else
                ReadField(ref reader, field - PodFields.InlineOffset, draft, strings);
        }

        reader.Leave(scope);
        return draft;
    }

    private static void ReadCommon<TReader>(ref TReader reader, EphemeralContainerDraft draft, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(PodFields.Container, out var field))
            ReadField(ref reader, field, draft, strings);
        reader.Leave(scope);
    }

    private static void ReadField<TReader>(ref TReader reader, int field, EphemeralContainerDraft draft, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        switch (field)
        {
            case 1:
                draft.Name = strings.Get(reader.ReadUtf8());
                break;
            case 2:
                draft.Image = NullIfEmpty(strings.Get(reader.ReadUtf8()));
                break;
            case 15:
                draft.SecurityContext = SecurityContextReader.Read(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    // Protobuf writes an unset text as an empty one, JSON leaves it out.
    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
