using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>Reads what Pod Security judges of a container of any kind.</summary>
internal static class ContainerReader
{
    /// <summary>Also of <c>EphemeralContainerCommon</c>, the message that protobuf keeps within an ephemeral container.</summary>
    public static readonly Fields<ContainerField> Fields = new();

    private static readonly OneField s_hostPort = new(2, "hostPort");

    /// <summary>A regular or init container.</summary>
    public static ContainerFacts Read<TReader>(ref TReader reader, ReadingPools pools)
        where TReader : struct, IWireReader, allows ref struct
    {
        var parts = new ContainerParts();
        ReadInto(ref parts, ref reader, pools);
        return parts.ToFacts();
    }

    /// <summary>Adds the fields that stand here to what was read before.</summary>
    public static void ReadInto<TReader>(ref ContainerParts parts, ref TReader reader, ReadingPools pools)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(Fields, out var field))
        {
            switch (field)
            {
                case ContainerField.Name:
                    parts.Name = pools.Strings.Get(reader.ReadUtf8());
                    break;
                case ContainerField.Image:
                    parts.Image = ReadImage(ref reader, pools.Strings);
                    break;
                case ContainerField.Ports:
                    parts.HasHostPort |= ReadHostPort(ref reader);
                    break;
                case ContainerField.LivenessProbe or ContainerField.ReadinessProbe or ContainerField.StartupProbe:
                    parts.HasHandlerHost |= HandlerReader.ProbeHasHost(ref reader);
                    break;
                case ContainerField.Lifecycle:
                    parts.HasHandlerHost |= HandlerReader.LifecycleHasHost(ref reader);
                    break;
                case ContainerField.SecurityContext:
                    parts.SecurityContext = pools.SecurityContexts.ReadOfContainer(ref reader);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
    }

    // No judgement rests on the image, so one that is no text, which only a file can hold, does not make the pod unreadable.
    private static string? ReadImage<TReader>(ref TReader reader, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var again = reader;
        try
        {
            return strings.GetOrNull(reader.ReadUtf8());
        }
        catch (WireFormatException)
        {
            reader = again;
            reader.Skip();
            return null;
        }
    }

    private static bool ReadHostPort<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var hostPort = false;
        var scope = reader.Enter();
        while (reader.Next(s_hostPort))
            hostPort = reader.ReadInt64() != 0;
        reader.Leave(scope);
        return hostPort;
    }
}
