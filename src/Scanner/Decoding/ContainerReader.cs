using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>Reads what Pod Security judges of a regular or init container.</summary>
internal static class ContainerReader
{
    public static ContainerFacts Read<TReader>(ref TReader reader, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (name, hostPort, context) = ("", false, SecurityContextFacts.Empty);
        var scope = reader.Enter();
        while (reader.Next(PodFields.Container, out var field))
        {
            switch (field)
            {
                case 1:
                    name = strings.Get(reader.ReadUtf8());
                    break;
                case 6:
                    hostPort |= ReadHostPort(ref reader);
                    break;
                case 15:
                    context = SecurityContextReader.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.Leave(scope);
        return new ContainerFacts(name, context, hostPort);
    }

    private static bool ReadHostPort<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var hostPort = false;
        var scope = reader.Enter();
        while (reader.Next(PodFields.ContainerPort, out _))
            hostPort = reader.ReadInt64() != 0;
        reader.Leave(scope);
        return hostPort;
    }
}
