using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>
/// Finds the probe's container in a pod that a dry run returned; null when it is not in its list. A container of the same name in another
/// list, which a mutation may have put there, is not the one that was asked for.
/// Mutation shows as a difference between this and what was asked for.
/// </summary>
internal sealed class ProbedContainerReader : IObjectReader<SecurityContextFacts?>
{
    private static readonly OneField s_spec = new(2, "spec");
    private static readonly OneField s_containers = new(2, "containers");
    private static readonly OneField s_ephemeralContainers = new(34, "ephemeralContainers");

    private readonly StringPool _strings = new();
    private readonly string _containerName;
    private readonly bool _ephemeral;

    private ProbedContainerReader(string containerName, bool ephemeral) => (_containerName, _ephemeral) = (containerName, ephemeral);

    public static ProbedContainerReader OfEphemeral(string containerName) => new(containerName, ephemeral: true);

    public static ProbedContainerReader OfRegular(string containerName) => new(containerName, ephemeral: false);

    public SecurityContextFacts? Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        SecurityContextFacts? found = null;
        var scope = reader.Enter();
        while (reader.Next(s_spec))
            found = ReadSpec(ref reader);
        reader.Leave(scope);
        return found;
    }

    private SecurityContextFacts? ReadSpec<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        SecurityContextFacts? found = null;
        var scope = reader.Enter();
        while (reader.Next(_ephemeral ? s_ephemeralContainers : s_containers))
        {
            var container = _ephemeral
                ? EphemeralContainerReader.Read(ref reader, _strings).Container
                : ContainerReader.Read(ref reader, _strings);
            if (container.Name == _containerName)
                found = container.SecurityContext;
        }

        reader.Leave(scope);
        return found;
    }
}
