using Scanner.ApiServer.Wire;

namespace Scanner.Decoding.Pods;

/// <summary>Reads the <c>spec</c> of a pod.</summary>
internal static class PodSpecReader
{
    private static readonly Fields<SpecField> s_spec = new(SpecField.NodeSelector);
    private static readonly OneField s_osName = new(1, "name");

    private enum SpecField
    {
        Volumes = 1,
        Containers = 2,
        NodeSelector = 7,
        ServiceAccountName = 8,
        HostNetwork = 11,
        HostPID = 12,
        HostIPC = 13,
        SecurityContext = 14,
        Affinity = 18,
        InitContainers = 20,
        EphemeralContainers = 34,
        Os = 36,
        HostUsers = 37,
    }

    public static void Read<TReader>(ref TReader reader, PodDraft pod, ReadingPools pools)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_spec, out var field))
        {
            switch (field)
            {
                case SpecField.Volumes:
                    ReadVolume(ref reader, pod);
                    break;
                case SpecField.Containers:
                    pod.Containers.Add(ContainerReader.Read(ref reader, pools));
                    pod.Image ??= pod.Containers[^1].Image;
                    break;
                case SpecField.InitContainers:
                    pod.Containers.Add(ContainerReader.Read(ref reader, pools));
                    break;
                case SpecField.NodeSelector:
                    reader.ReadMapEntry(out var key, out var value);
                    pod.SelectsWindows |= WindowsNodes.AreSelected(key, value);
                    break;
                case SpecField.ServiceAccountName:
                    pod.Combination += PodCombination.OfServiceAccount(reader.ReadUtf8());
                    break;
                case SpecField.Affinity:
                    pod.SelectsWindows |= NodeAffinityReader.RequiresWindows(ref reader);
                    break;
                case SpecField.HostNetwork or SpecField.HostPID or SpecField.HostIPC:
                    if (reader.ReadBool())
                        pod.Security = pod.Security with { HostNamespaces = true };
                    break;
                case SpecField.SecurityContext:
                    var (context, sysctls) = pools.SecurityContexts.ReadOfPod(ref reader);
                    pod.Security = pod.Security with { SecurityContext = context, Sysctls = sysctls };
                    break;
                case SpecField.EphemeralContainers:
                    pod.Ephemeral.Add(EphemeralContainerReader.Read(ref reader, pools));
                    break;
                case SpecField.Os:
                    if (SecurityContextReader.ReadText(ref reader, s_osName) == "windows")
                        pod.Security = pod.Security with { Windows = true };
                    break;
                case SpecField.HostUsers:
                    if (!reader.ReadBool())
                        pod.Security = pod.Security with { HostUsersFalse = true };
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
    }

    private static void ReadVolume<TReader>(ref TReader reader, PodDraft pod)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (hostPath, allowed) = VolumeKinds.Read(ref reader);
        if (hostPath)
            pod.Security = pod.Security with { HostPathVolume = true };
        if (!allowed)
            pod.Security = pod.Security with { RestrictedVolume = true };
    }
}
