using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Tells the type of a volume. JSON inlines <c>volumeSource</c>, protobuf keeps it as a message.</summary>
internal static class VolumeKinds
{
    private const int HostPath = 1;

    /// <summary>The volume types that the Restricted standard lists.</summary>
    private static readonly FieldTable s_source = new(
        (HostPath, "hostPath"),
        (2, "emptyDir"),
        (6, "secret"),
        (10, "persistentVolumeClaim"),
        (16, "downwardAPI"),
        (19, "configMap"),
        (26, "projected"),
        (28, "csi"),
        (29, "ephemeral"),
        (30, "image"));

    private static readonly FieldTable s_volume = new(
        (2, "\0volumeSource"),
        (64 + HostPath, "hostPath"),
        (64 + 2, "emptyDir"),
        (64 + 6, "secret"),
        (64 + 10, "persistentVolumeClaim"),
        (64 + 16, "downwardAPI"),
        (64 + 19, "configMap"),
        (64 + 26, "projected"),
        (64 + 28, "csi"),
        (64 + 29, "ephemeral"),
        (64 + 30, "image"));

    /// <summary>Whether the volume is a hostPath, and whether the Restricted standard allows its type.</summary>
    public static (bool HostPath, bool RestrictedAllows) Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var type = 0;
        var scope = reader.Enter();
        while (reader.Next(s_volume, out var field))
        {
            if (field == 2)
            {
                type = ReadSource(ref reader);
            }
            else
            {
                type = field - 64;
                reader.Skip();
            }
        }

        reader.Leave(scope);
        return (type == HostPath, type > HostPath);
    }

    private static int ReadSource<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var type = 0;
        var scope = reader.Enter();
        while (reader.Next(s_source, out var field))
        {
            type = field;
            reader.Skip();
        }

        reader.Leave(scope);
        return type;
    }
}
