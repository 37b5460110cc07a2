using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Reads one entry of <c>spec.ephemeralContainers</c>.</summary>
internal static class EphemeralContainerReader
{
    private static readonly Fields<EphemeralField> s_ephemeral = new(EphemeralField.EphemeralContainerCommon, ContainerReader.Fields);

    private enum EphemeralField
    {
        EphemeralContainerCommon = 1,
        TargetContainerName = 2,
    }

    public static EphemeralContainerDraft Read<TReader>(ref TReader reader, ReadingPools pools)
        where TReader : struct, IWireReader, allows ref struct
    {
        var parts = new ContainerParts();
        string? target = null;
        var scope = reader.Enter();
        while (reader.Next(s_ephemeral, out var field))
        {
            switch (field)
            {
                case EphemeralField.EphemeralContainerCommon:
                    ContainerReader.ReadInto(ref parts, ref reader, pools);
                    break;
                case EphemeralField.TargetContainerName:
                    target = pools.Strings.GetOrNull(reader.ReadUtf8());
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new EphemeralContainerDraft(parts.ToFacts(), parts.Image, target);
    }
}
