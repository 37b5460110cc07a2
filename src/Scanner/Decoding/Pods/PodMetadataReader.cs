using Scanner.ApiServer.Wire;

namespace Scanner.Decoding.Pods;

/// <summary>Reads the <c>metadata</c> of a pod, but for its history (<see cref="ManagedFieldsReader"/>).</summary>
internal static class PodMetadataReader
{
    private const string AppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

    private static readonly Fields<MetaField> s_meta = new(MetaField.Labels, MetaField.Annotations);
    private static readonly Fields<OwnerField> s_owner = new();

    private enum MetaField
    {
        Name = 1,
        Namespace = 3,
        DeletionTimestamp = 9,
        Labels = 11,
        Annotations = 12,
        OwnerReferences = 13,
    }

    private enum OwnerField
    {
        Kind = 1,
        Name = 3,
        Controller = 6,
    }

    public static void Read<TReader>(ref TReader reader, PodDraft pod, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            switch (field)
            {
                case MetaField.Name:
                    pod.Name = reader.ReadString();
                    break;
                case MetaField.Namespace:
                    pod.Namespace = strings.Get(reader.ReadUtf8());
                    break;
                case MetaField.DeletionTimestamp:
                    pod.Terminating = true;
                    reader.Skip();
                    break;
                case MetaField.Labels:
                    ReadLabel(ref reader, pod, strings);
                    break;
                case MetaField.Annotations:
                    ReadAnnotation(ref reader, pod, strings);
                    break;
                case MetaField.OwnerReferences:
                    ReadOwner(ref reader, pod, strings);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
    }

    private static void ReadLabel<TReader>(ref TReader reader, PodDraft pod, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        reader.ReadMapEntry(out var key, out var value);
        if (key.SequenceEqual("pod-template-hash"u8))
            pod.TemplateHash = strings.Get(value);
        else if (key.SequenceEqual("rollouts-pod-template-hash"u8))
            pod.RolloutHash = strings.Get(value);
        pod.Labels?.Add(key, value, strings);
        pod.Combination += PodCombination.OfLabel(key, value);
    }

    private static void ReadAnnotation<TReader>(ref TReader reader, PodDraft pod, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        reader.ReadMapEntry(out var key, out var value);
        if (key.SequenceEqual("kubernetes.io/config.mirror"u8))
            pod.Mirror = true;
        else if (key.StartsWith("container.apparmor.security.beta.kubernetes.io/"u8))
            AddAppArmor(pod, strings.Get(key[AppArmorAnnotation.Length..]), strings.Get(value));
        pod.Combination += PodCombination.OfAnnotation(key, value);
    }

    private static void AddAppArmor(PodDraft pod, string container, string profile) =>
        pod.Security = pod.Security with { AppArmorAnnotations = pod.Security.AppArmorAnnotations.SetItem(container, profile) };

    private static void ReadOwner<TReader>(ref TReader reader, PodDraft pod, StringPool strings)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (kind, name, controller) = ("", "", false);
        var scope = reader.Enter();
        while (reader.Next(s_owner, out var field))
        {
            switch (field)
            {
                case OwnerField.Kind:
                    kind = strings.Get(reader.ReadUtf8());
                    break;
                case OwnerField.Name:
                    name = strings.Get(reader.ReadUtf8());
                    break;
                case OwnerField.Controller:
                    controller = reader.ReadBool();
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        if (controller)
            pod.Owner = (kind, name);
    }
}
