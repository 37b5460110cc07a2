using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>
/// Finds the probe's container in a pod that a dry run returned; null when it is not in its list. A container of the same name in another
/// list, which a mutation may have put there, is not the one that was asked for.
/// Mutation shows as a difference between this and what was asked for.
/// An object of another kind is no answer: gateways give theirs with HTTP 200.
/// </summary>
internal sealed class ProbedContainerReader : IObjectReader<SecurityContextFacts?>
{
    private static readonly Fields<PodField> s_pod = new();
    private static readonly OneField s_containers = new(2, "containers");
    private static readonly OneField s_ephemeralContainers = new(34, "ephemeralContainers");

    private readonly ReadingPools _pools = new();
    private readonly string _containerName;
    private readonly bool _ephemeral;

    private ProbedContainerReader(string containerName, bool ephemeral) => (_containerName, _ephemeral) = (containerName, ephemeral);

    /// <summary>JSON has the kind within the object, protobuf around it, where the client looks; the number means nothing.</summary>
    private enum PodField
    {
        Spec = 2,
        Kind = 127,
    }

    public static ProbedContainerReader OfEphemeral(string containerName) => new(containerName, ephemeral: true);

    public static ProbedContainerReader OfRegular(string containerName) => new(containerName, ephemeral: false);

    public SecurityContextFacts? Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        SecurityContextFacts? found = null;
        var (kind, hasSpec) = ("", false);
        var scope = reader.Enter();
        while (reader.Next(s_pod, out var field))
        {
            switch (field)
            {
                case PodField.Spec:
                    (found, hasSpec) = (ReadSpec(ref reader), true);
                    break;
                case PodField.Kind:
                    kind = reader.ReadString();
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return hasSpec && (kind is "Pod" or "") ? found : throw new WireFormatException("it is not a Pod");
    }

    private SecurityContextFacts? ReadSpec<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        SecurityContextFacts? found = null;
        var scope = reader.Enter();
        while (reader.Next(_ephemeral ? s_ephemeralContainers : s_containers))
        {
            var container = _ephemeral
                ? EphemeralContainerReader.Read(ref reader, _pools).Container
                : ContainerReader.Read(ref reader, _pools);
            if (container.Name == _containerName)
                found = container.SecurityContext;
        }

        reader.Leave(scope);
        return found;
    }
}
