using Scanner.ApiServer.Wire;

namespace Scanner.Decoding.Pods;

/// <summary>Tells the type of a volume.</summary>
internal static class VolumeKinds
{
    private static readonly Fields<SourceField> s_source = new();
    private static readonly Fields<VolumeField> s_volume = new(VolumeField.VolumeSource, s_source);

    private enum VolumeField
    {
        VolumeSource = 2,
    }

    /// <summary>HostPath, and the volume types that the Restricted standard lists.</summary>
    private enum SourceField
    {
        HostPath = 1,
        EmptyDir = 2,
        Secret = 6,
        PersistentVolumeClaim = 10,
        DownwardAPI = 16,
        ConfigMap = 19,
        Projected = 26,
        Csi = 28,
        Ephemeral = 29,
        Image = 30,
    }

    /// <summary>Whether the volume is a hostPath, and whether the Restricted standard allows its type.</summary>
    public static (bool HostPath, bool RestrictedAllows) Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (hostPath, allowed) = (false, false);
        var scope = reader.Enter();
        while (reader.Next(s_volume, out var field))
        {
            switch (field)
            {
                case VolumeField.VolumeSource:
                    ReadSource(ref reader, ref hostPath, ref allowed);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return (hostPath, allowed);
    }

    private static void ReadSource<TReader>(ref TReader reader, ref bool hostPath, ref bool allowed)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_source, out var field))
        {
            switch (field)
            {
                case SourceField.HostPath:
                    hostPath = true;
                    break;
                case SourceField.EmptyDir or SourceField.Secret or SourceField.PersistentVolumeClaim or SourceField.DownwardAPI
                    or SourceField.ConfigMap or SourceField.Projected or SourceField.Csi or SourceField.Ephemeral or SourceField.Image:
                    allowed = true;
                    break;
                default:
                    throw FieldTable.Unread(field);
            }

            reader.Skip();
        }

        reader.Leave(scope);
    }
}
